from django.urls import path

from . import confirming_views, own_views, views

app_name = "comments"

urlpatterns = [
    path("tim-kiem/y-kien/", views.search, name="search"),
    path("binh-luan/<int:pk>/", views.form, name="form"),
    path("binh-luan/<int:pk>/thu-thach/", views.challenge, name="challenge"),
    path("binh-luan/xac-nhan/<str:token>/", confirming_views.confirm, name="confirm"),
    path("binh-luan/<int:pk>/cua-toi/", own_views.mine, name="mine"),
    path("binh-luan/<int:pk>/da-gui/<str:token>/", own_views.sent, name="sent"),
    path("binh-luan/<int:pk>/sua/<str:token>/", own_views.revise, name="revise"),
    path("binh-luan/<int:pk>/rut/<str:token>/", own_views.withdraw, name="withdraw"),
]
