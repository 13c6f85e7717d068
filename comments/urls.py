from django.urls import path

from . import (
    confirming_views,
    error_views,
    like_views,
    mail_views,
    own_views,
    privacy_views,
    report_views,
    thread_views,
    views,
)

app_name = "comments"

urlpatterns = [
    path("tim-kiem/y-kien/", views.search, name="search"),
    path("binh-luan/<int:pk>/", views.form, name="form"),
    path("binh-luan/<int:pk>/thu-thach/", views.challenge, name="challenge"),
    path("binh-luan/<int:pk>/y-kien/", thread_views.thread, name="thread"),
    path("binh-luan/y-kien/<int:pk>/", thread_views.one, name="one"),
    path("binh-luan/y-kien/<int:pk>/thich/", like_views.like, name="like"),
    path("binh-luan/xac-nhan/<str:token>/", confirming_views.confirm, name="confirm"),
    path("binh-luan/<int:pk>/bao-cao/<int:comment>/", report_views.report, name="report"),
    path("binh-luan/<int:pk>/cua-toi/", own_views.mine, name="mine"),
    path("binh-luan/<int:pk>/da-gui/<str:token>/", own_views.sent, name="sent"),
    path("binh-luan/<int:pk>/sua/<str:token>/", own_views.revise, name="revise"),
    path("binh-luan/<int:pk>/rut/<str:token>/", own_views.withdraw, name="withdraw"),
    path("binh-luan/thu/<str:token>/", mail_views.confirm, name="confirm_mail"),
    path("binh-luan/thu/<str:token>/ngung/", mail_views.stop, name="stop_mail"),
    path("gop-y/<int:pk>/", error_views.report, name="error"),
    # Outside the cookies of comments: who reports an error is remembered by nothing.
    path("gop-y/<int:pk>/thu-thach/", views.challenge, name="error_challenge"),
    path("rieng-tu/", privacy_views.page, name="privacy"),
    path("rieng-tu/gui/", privacy_views.ask, name="ask_my_data"),
    path("rieng-tu/<str:token>/", privacy_views.mine, name="my_data"),
    path("rieng-tu/<str:token>/du-lieu.json", privacy_views.download, name="my_data_file"),
]
