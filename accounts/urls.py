from django.urls import path

from accounts.views import invitations, jobs, links, messages, people, sign_in, today, verify

app_name = "accounts"

urlpatterns = [
    path("sign-in/", sign_in.SignIn.as_view(), name="sign-in"),
    path("sign-in/ask/", sign_in.SignInAsk.as_view(), name="sign-in-ask"),
    path("sign-in/code/<uuid:reference>/", links.SignInCode.as_view(), name="sign-in-code"),
    path("sign-in/link/<str:token>/", links.SignInLink.as_view(), name="sign-in-link"),
    path("sign-in/link/<str:token>/again/", links.SignInAgain.as_view(), name="sign-in-again"),
    path("sign-out/", sign_in.SignOut.as_view(), name="sign-out"),
    path("invitation/<str:token>/", invitations.Invitation.as_view(), name="invitation"),
    path("profile/", people.Profile.as_view(), name="profile"),
    path("profile/password/", people.PasswordSet.as_view(), name="password-set"),
    path("profile/sign-out-everywhere/", people.SessionsEnd.as_view(), name="sessions-end"),
    path("profile/messages/", messages.MessagesChoose.as_view(), name="messages-choose"),
    path("messages/", messages.MessageList.as_view(), name="message-list"),
    path("u/<str:token>/", messages.Unsubscribe.as_view(), name="unsubscribe"),
    path("language/", people.LanguageSet.as_view(), name="language-set"),
    path("who-sees-what/", people.WhoSeesWhat.as_view(), name="who-sees-what"),
    path("help/", people.Help.as_view(), name="help"),
    path("news/", today.NewsList.as_view(), name="news"),
    path("jobs/", jobs.JobList.as_view(), name="job-list"),
    path("verify/", verify.Verify.as_view(), name="verify"),
    path("verify/<str:code>/", verify.VerifyCode.as_view(), name="verify-code"),
    path("jobs/<int:pk>/", jobs.JobShow.as_view(), name="job"),
    path("jobs/<int:pk>/file/", jobs.JobFile.as_view(), name="job-file"),
    path("jobs/<int:pk>/cancel/", jobs.JobCancel.as_view(), name="job-cancel"),
    path("jobs/<int:pk>/keep/", jobs.JobKeep.as_view(), name="job-keep"),
]
