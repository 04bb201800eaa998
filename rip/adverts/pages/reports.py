"""The page on which readers report that something is wrong with an advert."""

from typing import Final

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from rip.adverts.models import Advert
from rip.adverts.models.readers import Reason
from rip.adverts.pages.requests import count_use, user_of
from rip.adverts.reports import report_send
from rip.core.errors import NotFound
from rip.core.http.limits import RateLimit

REPORTS: Final = RateLimit("reports", "10/hour")


class ReportForm(forms.Form):
    """A reason, and what happened."""

    reason = forms.ChoiceField(
        label=gettext_lazy("What is wrong?"), widget=forms.RadioSelect, choices=Reason.choices
    )
    text = forms.CharField(
        label=gettext_lazy("In your own words"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def report_page(request: HttpRequest, advert_id: int) -> HttpResponse:
    """Show the form or send a report; nobody but staff learns who sent it."""
    advert = Advert.objects.filter(pk=advert_id).first() if advert_id < 2**63 else None
    if advert is None or not advert.may_be_seen_by(user_of(request)):
        raise NotFound
    form = ReportForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        status = 400 if form.is_bound else 200
        context = {"advert": advert, "form": form}
        return render(request, "adverts/report.html", context, status=status)
    count_use(request, REPORTS)
    report_send(user=user_of(request), advert_id=advert.pk, **form.cleaned_data)
    messages.success(request, _("Thank you. We will look at this advert soon."))
    return redirect(advert)
