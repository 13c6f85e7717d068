"""Vietnamese spam in many disguises, and ordinary comments of many kinds: the same each time.

Made for measuring, see ``test_spam_set.py``. The texts were written before the rules and the
starter list were tuned on them; names, numbers and addresses lead nowhere.
"""

import random
import unicodedata
from itertools import chain

_SLOTS = {
    "phone": ["0912345678", "0987.654.321", "0356 789 012", "+84 903 111 222", "08 1234 5678"],
    "zalo": ["Zalo 0912345678", "zalo em 0389.222.333", "Zalo: 0707 123 456", "zl 0912 000 111"],
    "link": [
        "vay-nhanh.example.com", "https://nhacai88.example.net/?ref=99", "bit.ly/3xYzAbC",
        "t.me/nhomkeovip", "zalo.me/g/abcxyz123", "188vip.top", "www.kiemtien.example",
    ],
    "name": ["Chị Hoa", "Anh Tuấn", "Em Trang", "Mr Long", "Cô Lan", "Ms Ngọc"],
    "money": ["50 triệu", "100tr", "300 triệu", "500tr", "10 triệu"],
    "pay": ["300k", "500k", "700.000đ", "1 triệu", "200-400k"],
    "site": ["188bet", "fun88", "casino K8", "w88", "bong88", "nhà cái 8xbet"],
}  # fmt: skip

SPAM = {
    "loans": [
        "{name} nhận cho vay tiền nhanh {money} trong ngày, lãi suất thấp. {zalo}",
        "Hỗ trợ vay tín chấp, nợ xấu vẫn giải ngân trong 30 phút, không cần thế chấp, gọi {phone}",
        "Ai cần tiền gấp liên hệ {phone}, vay {money} chỉ cần CCCD, giải ngân ngay",
        "Vay online 0% lãi suất lần đầu, duyệt tự động 24/7 tại {link}",
        "Cần vốn làm ăn alo {name} {phone}. Cho vay trả góp ngày, thủ tục đơn giản, bao đậu",
        "Đáo hạn thẻ tín dụng, rút tiền mặt phí thấp toàn quốc, {zalo}",
    ],
    "betting": [
        "Vào {site} chơi casino trực tuyến, nạp đầu tặng 100%, link {link}",
        "Nhà cái uy tín số 1 châu Á, cá cược bóng đá, tài xỉu, nổ hũ, rút tiền 3 phút {link}",
        "Ae vào nhóm kèo thơm mỗi ngày, win 90%, inbox {zalo}",
        "Soi cầu lô đề miền Bắc hôm nay, bạch thủ chuẩn 100%, liên hệ {phone}",
        "Đăng ký {site} nhận ngay {pay} trải nghiệm game bài đổi thưởng",
        "Link vào {site} mới nhất không bị chặn: {link}",
    ],
    "jobs": [
        "Tuyển cộng tác viên làm việc tại nhà, thu nhập {pay}/ngày, không cần vốn, {zalo}",
        "Việc nhẹ lương cao, chỉ cần điện thoại, mỗi ngày kiếm {pay}, inbox {name}",
        "Shop cần 10 bạn chốt đơn Shopee, hoa hồng 20%, kết bạn {zalo}",
        "Mẹ bỉm sữa kiếm thêm {pay} mỗi ngày tại nhà, đăng ký tại {link}",
        "Cần tuyển gấp CTV đánh máy, xem quảng cáo trả lương theo giờ, ib {name} {phone}",
        "Làm online cùng Lazada, nhận hoa hồng ngay trong ngày, {link}",
    ],
    "crypto": [
        "Đầu tư coin lợi nhuận 30% mỗi ngày, cam kết không lỗ, vào nhóm {link}",
        "Sàn forex quốc tế, nhân đôi tài khoản sau 1 tuần, chuyên gia đọc lệnh miễn phí, {zalo}",
        "Nạp {money} nhận ngay 20% USDT, hoàn vốn sau 10 ngày {link}",
        "Nhóm chốt lời Bitcoin mỗi ngày, lãi x10, đăng ký {link}",
        "Em {name} hướng dẫn đầu tư tiền ảo sinh lời thụ động, ai quan tâm nhắn {zalo}",
    ],
    "goods": [
        "Thuốc nam gia truyền trị dứt điểm tiểu đường, cam kết khỏi 100%, gọi {phone}",
        "Giảm cân cấp tốc 10kg trong 1 tháng không cần ăn kiêng, mua tại {link}",
        "Làm bằng đại học, bằng lái xe không cần thi, giao tận nơi, {zalo}",
        "Thanh lý sim số đẹp, điện thoại giá rẻ, freeship toàn quốc {link}",
        "Bán đất nền sổ đỏ trao tay, chiết khấu 10%, liên hệ ngay {name} {phone}",
        "Tăng like, tăng follow giá rẻ, uy tín, {zalo}",
    ],
    "messengers": [
        "Kết bạn {zalo} để nhận quà miễn phí nhé cả nhà",
        "Anh em vào nhóm telegram {link} nhận tài liệu miễn phí",
        "Inbox em qua {zalo} em gửi bảng giá",
        "Gái xinh phục vụ tận nơi, kín đáo, {zalo}",
        "Ai cần tư vấn add {zalo}, hỗ trợ 24/7",
    ],
}
# Written after the list and unknown to it: what finds these is what all spam has in common.
UNSEEN = {
    "loans": [
        "Cần tiền tiêu Tết? Bên em duyệt hồ sơ 15 phút, tiền về tài khoản liền tay, gọi {phone}",
        "Bốc bát họ, vay đứng, lãi 3k/triệu/ngày, giữ cavet xe, {zalo}",
        "Mở thẻ tín dụng hạn mức {money} không chứng minh thu nhập, để lại số em gọi lại {phone}",
        "Giải cứu nợ, gom khoản vay về một mối, tư vấn miễn phí {link}",
    ],
    "betting": [
        "Cược xiên tối nay chắc ăn, ae theo mình là về bờ, link nhóm {link}",
        "Bắn cá rút tiền thật, tặng giftcode tân thủ {link}",
        "Đá gà Thomo trực tiếp, chơi là có quà, vào {link}",
        "Xóc đĩa online, thua hoàn 50%, đại lý chăm sóc {zalo}",
    ],
    "jobs": [
        "Bên mình đang thiếu người duyệt đơn tại nhà, ngày công {pay}, rảnh giờ nào làm giờ đó,"
        " {zalo}",
        "Nhận gia công hạt cườm tại nhà, giao hàng tận nơi, trả công {pay}, gọi {phone}",
        "Thả tim video nhận {pay} mỗi ngày, ai làm nhắn {zalo}",
        "Tuyển mẫu ảnh nhí, lương cao, phụ huynh đăng ký {link}",
    ],
    "crypto": [
        "Ai muốn biết cách kiếm {money} một tháng từ chứng khoán phái sinh thì vào {link}",
        "Robot giao dịch tự động, ngủ cũng ra tiền, demo miễn phí {link}",
        "Airdrop token mới, nhận free 100 đô, {link}",
        "Nhóm kín phím hàng cổ phiếu tăng trần, add {zalo}",
    ],
    "goods": [
        "Khớp gối, thoái hóa uống 1 liệu trình là hết, đặt hàng {link}",
        "Xả kho áo chống nắng 99k, inbox {zalo}",
        "Hack nick facebook, đọc trộm tin nhắn người yêu, {zalo}",
        "Trị hói đầu mọc tóc sau 7 ngày, cam đoan hoàn tiền, lh {phone}",
    ],
}
_MARKS_OFF = {ord("đ"): "d", ord("Đ"): "D"}
_CYRILLIC = str.maketrans("aeopcxyi", "аеорсхуі")
_GREEK = str.maketrans("aovi", "αονι")
_DIGITS = str.maketrans("oiea", "0134")
_YOUNG = {"không": "ko", "được": "dc", "mình": "mk", "gì": "j", "với": "vs", "liên hệ": "lh"}


def _no_marks(text, _dice):
    bare = unicodedata.normalize("NFD", text.translate(_MARKS_OFF))
    return "".join(char for char in bare if unicodedata.category(char) != "Mn")


def _between(sign, share=1.0):
    def disguise(text, dice):
        words = text.split(" ")
        return " ".join(
            sign.join(word) if len(word) > 2 and word.isalpha() and dice.random() < share else word
            for word in words
        )

    return disguise


def _by_word(change, share=0.6):
    def disguise(text, dice):
        words = (
            change(word) if word.isalpha() and dice.random() < share else word
            for word in text.split(" ")
        )
        return " ".join(words)

    return disguise


def _young(text, dice):
    for word, short in _YOUNG.items():
        text = text.replace(word, short)
    text = text.replace("ph", "f").replace("qu", "w")
    return _no_marks(text, dice) if dice.random() < 0.5 else text


def _full_width(word):
    return "".join(chr(ord(char) + 0xFEE0) if "!" <= char <= "~" else char for char in word)


DISGUISES = {
    "as it is": lambda text, dice: text,
    "no marks": _no_marks,
    "decomposed": lambda text, dice: unicodedata.normalize("NFD", text),
    "capitals": lambda text, dice: text.upper(),
    "zero width": _between("\u200b"),
    "bidi": _by_word(lambda word: f"\u202d{word[:1]}\u2066{word[1:]}\u2069\u202c"),
    "full width": _by_word(_full_width, 1),
    "Cyrillic": _by_word(lambda word: word.translate(_CYRILLIC)),
    "Greek": _by_word(lambda word: word.translate(_GREEK)),
    "spaces between": _between(" ", 0.7),
    "dots between": _between(".", 0.7),
    "no marks, dots between": lambda text, dice: _between(".", 0.7)(_no_marks(text, dice), dice),
    "digits for letters": lambda text, dice: _by_word(lambda word: word.translate(_DIGITS))(
        _no_marks(text, dice), dice
    ),
    "letters repeated": _by_word(lambda word: word + word[-1] * 4, 0.4),
    "emoji between": lambda text, dice: text.replace(" ", " 🔥 ", 3).replace("a", "🍀a", 1),
    "emoji in words": _between("💰", 0.5),
    "as the young write": _young,
}


def spam(templates=SPAM, seed=2019, rounds=2):
    """``(kind, disguise, text)`` of each text in each disguise, with other numbers each time."""
    dice = random.Random(seed)
    for _round in range(rounds):
        for kind, texts in templates.items():
            for template in texts:
                for name, disguise in DISGUISES.items():
                    yield kind, name, disguise(_filled(template, dice), dice)


def copies(seed=2019):
    """``(text, disguise, disguised)``: each text once, in each disguise."""
    dice = random.Random(seed)
    for template in chain(*SPAM.values()):
        text = _filled(template, dice)
        for name, disguise in DISGUISES.items():
            yield text, name, disguise(text, dice)


def _filled(template, dice):
    return template.format(**{slot: dice.choice(choices) for slot, choices in _SLOTS.items()})


# --- Ordinary comments --------------------------------------------------------------------------

_PLACES = ["Hà Nội", "Đà Nẵng", "Cần Thơ", "TP.HCM", "Hải Phòng", "xã tôi", "phường 7", "Nghệ An"]
_THINGS = [
    "cây cầu mới", "đường sắt đô thị", "giá xăng", "học phí", "bệnh viện huyện", "chợ cũ",
    "tuyến xe buýt 32", "vỉa hè", "nước sạch", "dự án khu công nghiệp", "tiền điện", "thuế đất",
]  # fmt: skip
_PEOPLE = ["Hòa", "Minh", "Thảo", "Quốc Việt", "Năm", "Cẩm", "Hùng", "Bảy"]
_SHARED = {
    "place": _PLACES,
    "thing": _THINGS,
    "person": _PEOPLE,
    "year": range(1998, 2026),
    "years": range(3, 40),
    "digit": range(1, 10),
}

ORDINARY = {
    "polite": [
        "Tôi đọc báo này đã {years} năm, nay mới viết bình luận đầu tiên: {thing} ở {place} tốt"
        " lên thật.",
        "Bác {person} nói chí phải, {place} cần thêm nhiều người như vậy.",
        "Thương bà con {place} quá, mong mọi chuyện sớm ổn.",
        "Ảnh đẹp lắm, phóng viên chụp ở đoạn nào của {place} vậy ạ?",
        "Đề nghị tòa soạn đính chính: {thing} khởi công năm {year} chứ không phải năm sau đó.",
        "Có ai là bạn học cũ của thầy {person} ở {place} không, cho tôi hỏi thăm thầy.",
        "Cảm ơn tòa soạn đã viết về {thing}. Mong báo theo dõi tiếp đến cùng.",
        "Bài viết rất hay và khách quan. Tôi ở {place}, xác nhận {thing} đúng như phóng viên tả.",
        "Xin góp ý: {thing} cần được hỏi ý kiến người dân trước khi làm, chứ đừng làm rồi mới hỏi.",
        "Đọc xong thấy ấm lòng. Chúc bà con {place} bình an.",
        "Hay quá!", "Tôi đồng ý.", "Rất đúng ạ.", "Chia buồn cùng gia đình.",
        "Kính mong lãnh đạo {place} xem xét vấn đề {thing}, dân chúng tôi đợi đã lâu.",
    ],
    "angry": [
        "Năm {year} đã hứa, nay lại hứa, {thing} đến đời con tôi chắc mới xong!",
        "Ông {person} nói vậy mà nghe được à? Xuống {place} mà xem dân sống!",
        "Lại tăng! Lương có tăng đâu mà cái gì cũng tăng, {thing} cũng tăng!!!",
        "Đồ ăn cháo đá bát, {person} nên nghỉ đi cho người khác làm.",
        "Quá thất vọng với {thing}! Bao nhiêu năm hứa rồi để đó, ai chịu trách nhiệm đây???",
        "Thu tiền thì nhanh mà sửa thì chậm. {place} bao giờ mới hết cảnh này!",
        "Vô lý hết sức. Vậy tiền thuế của dân đi đâu? Ai cho vay mà làm kiểu đó?",
        "Trong nhà cái gì cũng mốc vì ngập, {thing} thì vẫn nằm trên giấy.",
        "KHÔNG THỂ CHẤP NHẬN ĐƯỢC! Đề nghị xử lý nghiêm.",
        "Nói thì hay, làm thì dở. Chán chẳng buồn nói nữa!!!",
        "Bọn lừa đảo này phải đi tù hết, chúng nó lừa cả người già ở quê tôi.",
    ],
    "long": [
        "Tôi sinh ra ở {place}, năm nay 62 tuổi, đã chứng kiến {thing} thay đổi qua từng thời kỳ. "
        "Hồi những năm 80 cả làng chỉ có một cái giếng, con nít đi học phải lội ruộng. Bây giờ đời "
        "sống khá hơn, nhưng tôi vẫn mong chính quyền lắng nghe dân nhiều hơn.\n\nThứ nhất, phải "
        "công khai số liệu. Thứ hai, đừng để người nghèo chịu thiệt. Thứ ba, báo chí cần quay lại "
        "sau một năm xem lời hứa có được giữ không.",
        "Tôi làm kỹ sư cầu đường 20 năm nên xin phân tích thêm: {thing} chậm không chỉ vì thiếu vốn"
        " mà vì giải phóng mặt bằng. Ở {place}, mỗi mét vuông đền bù một giá, dân so bì là phải. "
        "Muốn nhanh thì phải làm tái định cư trước, tính giá sát thị trường, và cho dân giám sát. "
        "Còn nếu cứ giao chỉ tiêu rồi để đó thì 10 năm nữa vẫn vậy thôi các bác ạ.",
    ],
    "young": [
        "hóng {thing} từ năm {year} tới h lun á mn",
        "ủa rồi {place} có j vui hơn hông z mấy bà",
        "idol {person} nói câu nào thấm câu đó, real luôn",
        "r xong, {thing} lại trễ hẹn tiếp kkkk",
        "hay vãi ạ, {thing} mà làm xong thì {place} nhất rồi kkk",
        "ko hiểu sao {thing} lại lâu z, ai bik chỉ mk vs",
        "e thấy cx bt mà, dc cái là gần nhà hihi",
        "trời ơi cưng xỉuuuuu, xem mà khóc luôn á",
        "đỉnh nóc kịch trần bay phấp phới 😂😂😂",
        "mn ơi cho e hỏi {thing} bh mở z ạ, e ở {place}",
    ],
    "no marks": [
        "Nam {year} toi da di qua {place2}, duong rat xau, nay do hon nhieu",
        "Ong {person2} noi dung, can lam ro {bare}",
        "Cho hoi {bare} co thu phi khong, nha toi o gan do",
        "Dung la khong con gi de noi, that vong",
        "Bai viet rat hay, mong {bare} som xong de ba con do kho",
        "Toi o nuoc ngoai doc bao ma nho que qua, cam on toa soan",
        "Vay tien thue cua dan di dau, ai cho biet voi?",
        "Co ai biet bao gio {bare} mo cua khong a",
        "Cho minh hoi mua ve o dau vay",
        "Nha cai gi cung can sua ma khong co tien",
    ],
    "documents": [
        "Quyết định 45/{year}/QĐ-TTg nêu rõ {thing} thuộc nhóm B, không phải nhóm A.",
        "Nghị quyết số 18-NQ/TW và Thông tư 0{digit}/{year}/TT-BXD có mâu thuẫn, mong báo hỏi Bộ.",
        "Theo Nghị định 147/2024/NĐ-CP thì việc này đã rõ, {place} cứ thế mà làm.",
        "Điều 8 Thông tư 59/2021/TT-BCA quy định số CCCD gồm 12 số, phóng viên xem lại giúp.",
        "Quyết định số 1234/QĐ-UBND ngày 15/08/2019 của {place} nói khác với bài báo.",
        "Luật Đất đai 2024 có hiệu lực từ 01/08/2024, vậy {thing} áp dụng luật nào?",
        "Công văn 5678/BGTVT-KHĐT ngày 09.12.2018 đã trả lời cử tri về {thing} rồi.",
    ],
    "numbers": [
        "Năm {year} tôi mua mét đất ở {place} giá {digit}.500.000 đồng, nay {digit}5.000.000 đồng.",
        "Kết quả {digit}-2, 1-0, 3-3, 0-1: năm {year} cũng y như vậy, đừng hy vọng.",
        "Ngày 0{digit}/09/{year} tôi gửi đơn, ngày 0{digit}.10.{year} trả lời, 38 ngày cho một"
        " chữ ký.",
        "Ngân hàng thu 0,0{digit}% phí, tài khoản doanh nghiệp của tôi mất 12.345.678 đồng một"
        " năm.",
        "Hôm 26/11/2019 giá vàng 41.450.000 đồng, nay đã 84.500.000 đồng một lượng.",
        "Trận này thua 0-3, lượt đi 1-2, tổng 1-5, hết cơ hội. Nhớ trận 0-0 năm 1998 và 2-0 năm"
        " 2008",
        "{thing} tốn 1.250.000.000.000 đồng, chia cho 90.000.000 dân là biết.",
        "Nhà tôi tháng trước dùng 312 số điện, trả 845.600 đồng, tháng này 1.120.400 đồng, vì sao?",
        "Tài khoản của tôi bị trừ 11.000 đồng phí mỗi tháng mà ngân hàng không giải thích.",
        "Xe 29A-123.45 đỗ chắn cổng trường lúc 6:45 sáng 12-03-2019, mong CSGT xử lý.",
        "Lương 7 triệu, thuê nhà 2,5 triệu, học phí 2 con 3 triệu, còn lại 1,5 triệu sống sao nổi.",
        "Từ 2010-2020 dân số tăng 0,9 phần trăm mỗi năm; số 3,14159265358979 thì liên quan gì.",
    ],
    "hotlines": [
        "Đường dây nóng của giám đốc bệnh viện {place} là 096 371 {digit}1 11, tôi gọi có người"
        " nghe.",
        "Ai ở {place} bị cúp nước thì gọi 1800 599 9{digit}{digit}, miễn phí.",
        "Gọi 115 nhanh hơn, đừng gọi số 0236 382 11{digit}{digit} ghi trên bảng, số cũ rồi.",
        "Bà con gặp chuyện này gọi tổng đài 1900 1096 hoặc 113 nhé.",
        "Đường dây nóng Bộ Y tế 1900 9095, tôi gọi rồi, họ trả lời lịch sự.",
        "Tôi đã gọi số 024 3825 3531 của phường mà không ai nghe máy.",
        "Số trực của trạm y tế {place} là 0236 3650 123, bài báo ghi nhầm.",
        "Điện lực: 19006769. Cúp điện thì gọi số này.",
    ],
    "links": [
        "Xem thêm loạt bài năm {year} của nhandan.vn về {thing}, rất đáng đọc.",
        "Trang dichvucong.gov.vn lỗi suốt từ sáng, ở {place} không nộp hồ sơ được.",
        "Hôm trước tôi đọc trên https://hanoimoi.example.vn/tin/12345 cũng nói vậy.",
        "Báo tuoitre.vn có bài phân tích {thing} kỹ hơn, tòa soạn tham khảo.",
        "Văn bản gốc ở vanban.chinhphu.vn, ai cần thì tra.",
    ],
    "about the trade": [
        "Bạn tôi ở {place} mất {digit}00 triệu vì sàn ảo, cơ quan chức năng đừng đứng nhìn.",
        "Vé số, lô đề bán đầy chợ {place}, ai cũng biết mà không ai dẹp.",
        "Ngân hàng duyệt khoản vay chậm quá, doanh nghiệp nhỏ như tôi chờ từ năm {year}.",
        "Tin nhắn lừa đảo rủ làm cộng tác viên gửi đầy máy mẹ tôi, nhà mạng phải chặn chứ.",
        "Cá độ bóng đá đã làm tan nát bao gia đình ở {place}, phải dẹp tận gốc.",
        "Lãi suất ngân hàng cho vay mua nhà hiện quá cao so với thu nhập.",
        "Tôi từng bị mất 20 triệu vì tin lời mời việc làm trên mạng, mọi người cẩn thận.",
        "Con tôi học online trên Zalo của lớp, cô giáo gửi bài mỗi tối.",
        "Tín dụng đen hoành hành, dân nghèo vay nóng rồi mất đất. Công an {place} vào cuộc đi.",
        "Nhà nước nên quản lý tiền ảo chứ để người dân tự bơi thế này thì nguy.",
        "Bảo sao giới trẻ thích làm việc ở nhà, đường tắc 2 tiếng mỗi ngày.",
        "Shopee, Lazada giao hàng nhanh thật nhưng tiểu thương {place} khổ.",
        "Chó nhà tôi cho ăn gì cũng không chịu, xem bài này mới biết nó ốm.",
        "Mẹ tôi bị tiểu đường 10 năm, thuốc nam thuốc bắc gì cũng thử, cuối cùng vẫn phải nghe"
        " bác sĩ.",
    ],
}  # fmt: skip


def ordinary(seed=2019, rounds=12):
    """``(kind, text)``; those without anything to fill in come once."""
    dice = random.Random(seed)
    seen = set()
    for _round in range(rounds):
        for kind, templates in ORDINARY.items():
            for template in templates:
                filled = {slot: dice.choice(choices) for slot, choices in _SHARED.items()}
                names = {"bare": "thing", "place2": "place", "person2": "person"}
                bare = {name: _no_marks(filled[of], dice) for name, of in names.items()}
                text = template.format(**filled, **bare)
                if text not in seen:
                    seen.add(text)
                    yield kind, text
