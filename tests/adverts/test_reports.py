"""Reports of adverts: anyone may send one, only staff decide."""

import pytest

from rip.accounts.models import User
from rip.adverts.models import Advert
from rip.adverts.models.readers import AdvertReport, Reason, ReportStatus
from rip.adverts.reports import report_dismiss, report_send, reports_uphold
from rip.adverts.writing import commands
from rip.adverts.writing.commands import AdvertValues
from rip.core.errors import NotAllowed, NotFound

pytestmark = pytest.mark.django_db


@pytest.fixture
def advert(owner: User, values: AdvertValues) -> Advert:
    return commands.advert_create(user=owner, values=values)


def send(advert: Advert, user: User | None, text: str = "") -> AdvertReport:
    return report_send(user=user, advert_id=advert.pk, reason=Reason.FRAUD, text=text)


def test_who_reports_again_corrects_what_they_said(
    advert: Advert, stranger: User, operator: User
) -> None:
    first = send(advert, stranger, "hm")
    assert send(advert, stranger, "more").pk == first.pk
    report_dismiss(user=operator, report_id=first.pk)
    assert send(advert, stranger).pk != first.pk
    assert send(advert, None).pk != send(advert, None).pk
    assert AdvertReport.objects.get(pk=first.pk).text == "more"


def test_what_cannot_be_seen_cannot_be_reported(
    advert: Advert, owner: User, stranger: User
) -> None:
    commands.advert_update(user=owner, advert_id=advert.pk, values={"status": "closed"})
    for user in (stranger, None):
        with pytest.raises(NotFound):
            send(advert, user)
    with pytest.raises(NotFound):
        report_send(user=None, advert_id=2**62, reason=Reason.OTHER, text="")


def test_upholding_closes_the_advert_and_decides_all_its_reports(
    advert: Advert, owner: User, stranger: User, operator: User
) -> None:
    dismissed = send(advert, None)
    report_dismiss(user=operator, report_id=dismissed.pk)
    reports = [send(advert, stranger), send(advert, None)]
    reports_uphold(user=operator, advert_id=advert.pk)
    assert Advert.objects.get().status == "closed"
    for report in reports:
        report.refresh_from_db()
        assert report.status == ReportStatus.UPHELD
        assert report.decided_by == operator
    dismissed.refresh_from_db()
    assert dismissed.status == ReportStatus.DISMISSED
    report_dismiss(user=operator, report_id=reports[0].pk)
    reports[0].refresh_from_db()
    assert reports[0].status == ReportStatus.UPHELD


def test_the_owner_and_strangers_decide_nothing(
    advert: Advert, owner: User, stranger: User
) -> None:
    report = send(advert, stranger)
    for user in (owner, stranger):
        with pytest.raises(NotAllowed):
            reports_uphold(user=user, advert_id=advert.pk)
        with pytest.raises(NotAllowed):
            report_dismiss(user=user, report_id=report.pk)
    report.refresh_from_db()
    assert report.status == ReportStatus.OPEN
    assert Advert.objects.get().status == "published"
