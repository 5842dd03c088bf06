from allauth.account import views as allauth
from django.urls import include, path, re_path

from accounts import forms, locking, views

# Ours stand before allauth's of the same name: our pages, or its pages with our words.
urlpatterns = [
    path("signup/", views.create_account, name="account_signup"),
    path("locking/", locking.locking, name="account_locking"),
    path("confirm/", views.confirm, name="account_confirm"),
    path("address-back/", views.address_back, name="account_address_back"),
    path("confirm/again/", views.confirm_again, name="account_confirm_again"),
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        views.reset_from_key,
        name="account_reset_password_from_key",
    ),
    path(
        "password/reset/",
        allauth.PasswordResetView.as_view(form_class=forms.ForgottenPassword),
        name="account_reset_password",
    ),
    path(
        "password/change/",
        allauth.PasswordChangeView.as_view(form_class=forms.ChangePassword),
        name="account_change_password",
    ),
    path("email/", allauth.EmailView.as_view(form_class=forms.ChangeAddress), name="account_email"),
    path(
        "reauthenticate/",
        allauth.ReauthenticateView.as_view(form_class=forms.PasswordAgain),
        name="account_reauthenticate",
    ),
    path("", include("allauth.account.urls")),
    path("2fa/", include("allauth.mfa.urls")),
    path("sessions/", include("allauth.usersessions.urls")),
]
