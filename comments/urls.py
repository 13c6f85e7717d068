from django.urls import path

from . import views

app_name = "comments"

urlpatterns = [
    path("tim-kiem/y-kien/", views.search, name="search"),
    path("binh-luan/<int:pk>/", views.form, name="form"),
    path("binh-luan/<int:pk>/thu-thach/", views.challenge, name="challenge"),
    path("binh-luan/<int:pk>/da-gui/<str:token>/", views.sent, name="sent"),
]
