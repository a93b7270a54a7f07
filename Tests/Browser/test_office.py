"""What the office must do for the people of a practice."""

import re
import time
import uuid
from types import SimpleNamespace

import pytest

from access import serious_violations
from house import one_time_code
from office import PASSWORD, Office

NOTE = "Right shoulder since spring.\nWorse with overhead work."


@pytest.fixture(scope="module")
def office(browser):
    office = Office(browser)
    yield office
    office.close()


@pytest.fixture(autouse=True)
def calm(office):
    """No page reports a violated policy or an uncaught error."""
    yield
    assert office.trouble == []


@pytest.fixture(scope="module")
def owner(office):
    return office.owner


@pytest.fixture(scope="module")
def therapist(office):
    return office.member("therapist", "Theo Therapist")


@pytest.fixture(scope="module")
def assistant(office):
    return office.member("assistant", "Ada Assistant")


@pytest.fixture
def guest(office):
    """A browser that nobody has signed in with."""
    return office.desk()


def refused(desk):
    """Whether the page asks to sign in."""
    return desk.path.startswith("/sign-in") and desk.heading == "Sign in"


# Entering


def test_a_practice_is_set_up_by_a_link_that_works_once(office, guest):
    link = office.practice_link()
    guest.set_up(link, "Practice on the hill", "Hilda Hill", "hilda@hill.example")
    assert guest.path == "/team" and "Hilda Hill" in guest.text
    again = office.desk()
    assert again.open(link).status == 404
    assert again.heading == "Nothing here" and "used or be out of date" in again.text


def test_signing_out_ends_the_session_and_signing_in_leads_on(therapist):
    therapist.sign_out()
    assert refused(therapist)
    therapist.open("/clients/new")
    assert therapist.path == "/sign-in?next=%2Fclients%2Fnew"
    therapist.fill(mail=therapist.mail, password=PASSWORD)
    therapist.press("Sign in")
    assert therapist.path == "/clients/new" and therapist.heading == "New client"


def test_a_wrong_password_keeps_the_mail_and_does_not_tell_what_was_wrong(guest):
    texts = set()
    for mail, password in (("olive@practice.example", "not the password at all"), ("nobody@practice.example", PASSWORD)):
        guest.sign_in(mail, password)
        assert guest.value("mail") == mail and guest.value("password") == ""
        texts.add(guest.text)
    assert len(texts) == 1 and "Password or address is not right." in texts.pop()


def test_a_weak_password_is_refused_with_what_to_do_and_all_else_is_kept(office, guest):
    guest.set_up(office.practice_link(), "Practice by the sea", "Sam Sea", "sam@sea.example", password="too short")
    assert guest.heading == "Set up your practice"
    [error] = guest.errors
    assert "at least 15 characters" in error
    values = [guest.value(name) for name in ("practice_name", "name", "mail", "time_zone", "password")]
    assert values == ["Practice by the sea", "Sam Sea", "sam@sea.example", "Europe/Berlin", ""]
    assert guest.page.evaluate("document.activeElement.id") == "problems"
    guest.page.click("#problems a")
    assert guest.field("password").evaluate("node => node === document.activeElement")
    guest.fill(password=PASSWORD)
    guest.press("Set up")
    assert guest.path == "/team"


def test_a_password_can_be_shown(guest):
    guest.open("/sign-in")
    guest.fill(password="seen")
    guest.button("Show the password as text").click()
    assert guest.field("password").get_attribute("type") == "text" and guest.value("password") == "seen"


def test_a_second_factor_is_set_and_asked_for_and_recovery_codes_work_once(office):
    desk = office.member("therapist", "Frida Factor")
    desk.open("/account")
    desk.follow("Set it up")
    secret = desk.page.inner_text(".secret code").replace(" ", "")
    desk.fill(code="000000")
    desk.press("Set it")
    assert "not the code" in desk.errors[0]
    assert desk.page.inner_text(".secret code").replace(" ", "") == secret
    desk.fill(code=one_time_code(secret))
    desk.press("Set it")
    codes = desk.page.locator(".codes code").all_inner_texts()
    assert len(set(codes)) == 10
    desk.follow("I have them")
    assert "Second factor: set" in desk.text and codes[0] not in desk.page.content()

    desk.sign_out()
    desk.sign_in()
    assert desk.heading == "Second factor"
    desk.fill(code=one_time_code(secret, time.time() + 30))
    desk.press("Go on")
    assert desk.heading == "Clients"

    for code, lets_in in ((codes[0], True), (codes[0], False), (codes[1], True)):
        if desk.heading == "Clients":
            desk.sign_out()
        desk.sign_in()
        desk.fill(recovery=code)
        desk.press("Use a recovery code")
        assert (desk.heading == "Clients") == lets_in


# The team


def test_an_invitation_is_joined_once_and_shows_in_the_team(office, owner):
    link = owner.invite("therapist", "Ivo Invited", "ivo@practice.example")
    owner.follow("Done")
    assert "Open invitations" in owner.text and "Ivo Invited" in owner.text
    ivo = office.desk()
    ivo.open(link)
    assert ivo.value("name") == "Ivo Invited" and "as therapist" in ivo.text
    ivo.fill(password=PASSWORD)
    ivo.press("Make my account")
    assert ivo.path == "/clients"
    assert office.desk().open(link).status == 404
    owner.open("/team")
    assert "Open invitations" not in owner.text and "ivo@practice.example" in owner.text


def test_an_invitation_can_be_taken_back(office, owner):
    link = owner.invite("assistant", "Tara Taken", "tara@practice.example")
    owner.open("/team")
    owner.press("Take back: Tara Taken")
    assert "Tara Taken" not in owner.text and office.desk().open(link).status == 404


def test_a_link_to_hand_on_can_be_copied(owner):
    owner.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    link = owner.invite("assistant", "Clara Copied", "clara@practice.example")
    owner.button("Copy the link").click()
    owner.page.get_by_text("Copied", exact=True).wait_for()
    assert owner.page.evaluate("navigator.clipboard.readText()").endswith(link)


def test_each_role_sees_what_it_may(owner, therapist, assistant):
    path = owner.add_client("Rosa Rolecheck", note=NOTE, phone="+49 30 5555")
    assert "since spring" in owner.text
    assistant.open(path)
    assert "+49 30 5555" in assistant.text and "since spring" not in assistant.page.content()
    assistant.open(path + "/edit")
    assert assistant.field("note").count() == 0
    assert therapist.open(path).status == 404 and therapist.heading == "Nothing here"
    therapist.open("/clients")
    assert "Rosa Rolecheck" not in therapist.text
    for desk in (therapist, assistant):
        assert desk.page.get_by_role("link", name="Audit", exact=True).count() == 0
        for closed in ("/audit", "/backup", "/practice"):
            assert desk.open(closed).status == 404
        desk.open("/team")
        assert "Invite someone" not in desk.text


def member_page(owner, name):
    owner.open("/team")
    owner.follow(name)


def test_a_new_role_ends_the_members_session_at_once(office, owner):
    desk = office.member("assistant", "Rolf Role")
    member_page(owner, "Rolf Role")
    owner.fill(role="therapist")
    owner.press("Save")
    desk.open("/clients")
    assert refused(desk)
    desk.sign_in()
    assert desk.page.inner_text(".role") == "Therapist"


def test_disabling_a_member_is_asked_about_and_ends_the_session_at_once(office, owner):
    desk = office.member("therapist", "Dan Disabled")
    member_page(owner, "Dan Disabled")
    owner.fill(status="disabled")
    owner.button("Save").click()
    assert "Disable Dan Disabled?" in owner.page.inner_text("dialog")
    owner.button("No").click()
    desk.open("/clients")
    assert desk.heading == "Clients"
    owner.button("Save").click()
    owner.press("Yes, do it")
    assert owner.path == "/team" and "disabled" in owner.text
    desk.open("/clients")
    assert refused(desk)
    desk.sign_in()
    assert "Password or address is not right." in desk.text


def test_the_owner_ends_a_members_session_and_stays_with_the_member(office, owner):
    desk = office.member("therapist", "Selma Session")
    member_page(owner, "Selma Session")
    owner.press("End: Chrome on Linux")
    assert owner.heading == "Selma Session" and "Signed in nowhere." in owner.text
    desk.open("/clients")
    assert refused(desk)


def test_a_forgotten_password_is_replaced_by_a_link(office, owner):
    desk = office.member("therapist", "Fritz Forgetful")
    member_page(owner, "Fritz Forgetful")
    owner.press("Make a link for a new password")
    elsewhere = office.desk()
    elsewhere.open(owner.shared_link())
    elsewhere.fill(password="another sentence to remember")
    elsewhere.press("Save")
    desk.open("/clients")
    assert refused(desk)
    elsewhere.sign_in(desk.mail, "another sentence to remember")
    assert elsewhere.heading == "Clients"


def test_the_own_password_changes_and_other_sessions_end(office):
    desk = office.member("therapist", "Paula Password")
    other = office.desk()
    other.sign_in(desk.mail)
    desk.open("/account")
    assert desk.page.locator("tbody tr").count() == 2
    desk.fill(current="not my password", password="brand new words in a row")
    desk.press("Change the password")
    assert "Present password is not the password of this account." in desk.errors
    desk.fill(current=PASSWORD, password="brand new words in a row")
    desk.press("Change the password")
    assert desk.page.inner_text(".said").startswith("The password is changed")
    other.open("/clients")
    assert refused(other)


# The practice


def test_the_time_zone_of_the_practice_counts_on_every_page(owner):
    owner.open("/practice")
    owner.fill(time_zone="Asia/Tokyo", address="1 River Lane\nRivertown")
    owner.press("Save")
    assert owner.page.inner_text(".said") == "Saved."
    owner.open("/practice")
    assert owner.value("time_zone") == "Asia/Tokyo" and owner.value("address") == "1 River Lane\nRivertown"
    owner.open("/audit")
    assert "GMT+9" in owner.text or "JST" in owner.text


def test_a_practice_without_a_name_is_refused_and_the_rest_is_kept(owner):
    owner.open("/practice")
    owner.fill(practice_name=" ", address="2 River Lane")
    owner.press("Save")
    assert owner.errors == ["Name of the practice is empty."]
    assert owner.value("address") == "2 River Lane"
    assert owner.field("practice_name").get_attribute("aria-invalid") == "true"
    owner.open("/practice")
    assert owner.value("practice_name") == "Practice at the river"


# Clients


def test_the_first_client_is_added_found_and_changed(office):
    desk = office.member("therapist", "Emma Empty")
    desk.open("/clients")
    assert "No clients yet" in desk.text
    desk.follow("Add a client")
    desk.fill(name="Anna Berger", born="1979-03-12", mail="anna@people.example", note=NOTE)
    desk.press("Save")
    assert desk.heading == "Anna Berger" and "1979-03-12" in desk.text
    assert desk.page.inner_text(".written") == NOTE
    desk.follow("Change")
    desk.fill(phone="+49 30 1234")
    desk.press("Save")
    assert desk.heading == "Anna Berger" and "+49 30 1234" in desk.text
    assert desk.page.inner_text(".written") == NOTE


def test_the_list_shrinks_as_one_types(owner):
    for name in ("Zora Quill", "Zora Quince", "Zora Rabe"):
        owner.add_client(name)
    owner.open("/clients")
    owner.page.evaluate("window.isSamePage = true")
    rows = owner.page.locator("tbody tr")
    for words, count in (("zora", 3), ("zora qu", 2), ("quince z", 1), ("zora nobody", 0), ("", None)):
        owner.field("q").fill("")
        owner.field("q").press_sequentially(words)
        if count is None:
            rows.nth(3).wait_for()
        else:
            owner.page.wait_for_function("count => document.querySelectorAll('tbody tr').length === count", arg=count)
    assert owner.page.evaluate("window.isSamePage")
    owner.open("/clients?q=rabe")
    assert rows.count() == 1 and owner.value("q") == "rabe"


def test_wrong_values_are_told_beside_their_fields_and_all_is_kept(owner):
    owner.open("/clients/new")
    owner.fill(name="Wanda Wrong", mail="no address", note=NOTE)
    owner.press("Save")
    assert owner.errors == ["Address of mail is no address of mail, such as name@example.org."]
    assert [owner.value(name) for name in ("name", "mail", "note")] == ["Wanda Wrong", "no address", NOTE]


def test_a_change_to_what_someone_else_changed_keeps_what_was_typed_and_shows_both(office, owner):
    path = owner.add_client("Stella Stale", phone="1")
    owner.open(path + "/edit")
    other = office.desk(owner)
    other.open(path + "/edit")
    other.fill(phone="222", note="Written meanwhile.")
    other.press("Save")
    owner.fill(phone="333")
    owner.press("Save")
    assert "Someone else has changed this meanwhile" in owner.page.inner_text(".said")
    assert owner.value("phone") == "333"
    assert "222" in owner.page.inner_text(".facts") and "Written meanwhile." in owner.page.inner_text(".written")
    owner.press("Save")
    assert owner.path == path and "333" in owner.text


def test_a_form_sent_several_times_makes_one_client(owner):
    owner.open("/clients/new")
    owner.fill(name="Doris Double")
    statuses = owner.page.evaluate(
        """() => Promise.all([1, 2, 3].map(async () => {
            const form = document.querySelector('form.fields');
            const body = new URLSearchParams(new FormData(form));
            return (await fetch(form.action, { method: 'POST', body })).status;
        }))"""
    )
    assert 200 in statuses
    owner.button("Save").dblclick()
    owner.page.wait_for_url(re.compile(r"/clients/[0-9a-f-]{36}$"))
    owner.open("/clients?q=doris")
    assert owner.page.locator("tbody tr").count() == 1


def test_leaving_a_changed_form_is_asked_about(owner):
    asked = []
    owner.page.once("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    owner.open("/clients/new")
    owner.field("name").press_sequentially("Nobody")
    owner.open("/clients")
    assert asked == ["beforeunload"]


def form_link(desk, path):
    """A link to the first form."""
    desk.open(path)
    desk.press("Make a link")
    return desk.shared_link()


def diary_link(desk, path):
    """A link to the diary of a new complaint."""
    desk.open(path)
    desk.fill(title="Right shoulder")
    desk.press("Add")
    desk.press("Make a link")
    return desk.shared_link()


def test_a_client_writes_by_a_link_that_works_once_and_shows_no_record(office, owner):
    path = owner.add_client("Dora Diaz", note=NOTE, phone="+49 30 7777")
    link = form_link(owner, path)
    client = office.desk()
    client.open(link)
    for secret in ("Dora", "since spring", "7777"):
        assert secret not in client.page.content()
    client.press("Send")
    assert len(client.errors) == 1
    client.fill(text="Slept badly.\nWalked an hour.")
    client.press("Send")
    assert client.heading == "Thank you"
    assert client.open(link).status == 404 and client.heading == "Nothing here"
    owner.open(path)
    assert "Written by the client" in owner.text and "Slept badly.\nWalked an hour." in owner.page.locator(".written").all_inner_texts()


def test_a_client_with_an_account_reads_the_own_record_alone(office, owner):
    path = owner.add_client("Klara Klient", note=NOTE, mail="klara@people.example")
    owner.press("Make an invitation")
    client = office.desk()
    client.open(owner.shared_link())
    client.fill(password=PASSWORD)
    client.press("Make my account")
    assert client.path == "/my-record" and "since spring" in client.text
    for closed in ("/clients", path, "/team", "/audit"):
        assert client.open(closed).status == 404


def test_an_emergency_opens_a_record_and_the_owner_sees_who_and_why(owner, therapist):
    path = owner.add_client("Gina Glass", note=NOTE)
    assert therapist.open(path).status == 404
    therapist.open("/clients")
    therapist.follow("Open a record in an emergency")
    therapist.fill(client=path.split("/")[-1], reason="urgent")
    therapist.press("Open the record")
    assert "Reason needs a sentence" in therapist.errors[0]
    therapist.fill(reason="Called in with chest pain, the colleague is away.")
    therapist.press("Open the record")
    assert therapist.heading == "Gina Glass" and "since spring" in therapist.text
    assert therapist.page.get_by_role("link", name="Change", exact=True).count() == 0
    owner.open("/team")
    notice = owner.page.locator("section", has_text="Opened in an emergency").inner_text()
    assert "Theo Therapist" in notice and "chest pain" in notice
    owner.press("I have seen it: Theo Therapist")
    assert "Opened in an emergency" not in owner.text
    owner.open("/audit")
    rows = owner.page.locator("tbody tr", has_text="glass broken").filter(has_text="Theo Therapist")
    assert rows.first.locator(f'a[href="{path}"]').count() == 1


def test_the_audit_trail_tells_who_looked_and_names_no_client(owner, therapist):
    path = therapist.add_client("Lola Looked", note=NOTE)
    therapist.open(path)
    owner.open("/audit")
    assert "is whole" in owner.text and "Lola" not in owner.page.content()
    rows = owner.page.locator("tbody tr", has=owner.page.locator(f'a[href="{path}"]')).all_inner_texts()
    for action in ("client read", "entries read", "client created"):
        assert any("Theo Therapist" in row and action in row for row in rows), action
    if owner.page.get_by_role("link", name="Older entries").count():
        first = owner.page.locator("tbody td").first.inner_text()
        owner.follow("Older entries")
        assert int(owner.page.locator("tbody td").first.inner_text()) < int(first)


def test_a_practice_without_a_backup_is_told_how_to_make_one(owner):
    owner.open("/backup")
    assert "There is no backup yet" in owner.text and "tautband backup" in owner.text


# Manners


def test_the_keyboard_alone_sets_up_and_signs_in(office, guest):
    guest.open(office.practice_link())
    keyboard = guest.page.keyboard

    def walk(name):
        for _ in range(20):
            keyboard.press("Tab")
            if guest.page.evaluate("document.activeElement.name") == name:
                return
        raise AssertionError(f"Tab does not reach {name}")

    keyboard.press("Tab")
    assert guest.page.evaluate("document.activeElement.className") == "skip"
    for name, value in (("practice_name", "Practice of keys"), ("name", "Kay Keys"), ("mail", "kay@keys.example"),
                        ("password", PASSWORD)):
        walk(name)
        keyboard.type(value)
    with guest.page.expect_navigation():
        keyboard.press("Enter")
    assert guest.path == "/team"
    guest.sign_out()
    guest.open("/sign-in")
    for name, value in (("mail", "kay@keys.example"), ("password", PASSWORD)):
        walk(name)
        keyboard.type(value)
    with guest.page.expect_navigation():
        keyboard.press("Enter")
    assert guest.path == "/clients"


def test_everything_works_without_scripts(office):
    desk = office.desk(java_script_enabled=False)
    desk.set_up(office.practice_link(), "Practice of paper", "Pia Plain", "pia@paper.example")
    assert desk.path == "/team"
    desk.sign_out()
    desk.sign_in()
    desk.follow("Add a client")
    desk.fill(name="Petra Plain")
    desk.press("Save")
    assert desk.heading == "Petra Plain"
    desk.open("/clients")
    desk.fill(q="plain")
    desk.press("Search")
    assert desk.page.locator("tbody tr").count() == 1


def test_who_is_not_signed_in_is_sent_to_sign_in_and_back(guest):
    guest.open("/clients")
    assert guest.path == "/sign-in?next=%2Fclients"


def test_an_unknown_address_gets_a_friendly_page(owner, guest):
    answer = owner.open(f"/clients/{uuid.uuid4()}")
    assert answer.status == 404 and owner.heading == "Nothing here"
    assert guest.open("/no-such-page").status == 404 and guest.heading == "Nothing here"


def test_a_form_of_an_ended_session_gets_a_friendly_page(office, owner):
    desk = office.member("therapist", "Otto Outdated")
    desk.open("/clients/new")
    desk.page.eval_on_selector('main [name="csrf"]', "node => { node.value = 'old'; }")
    desk.fill(name="Nobody")
    desk.press("Save")
    assert desk.heading == "This did not work" and "out of date" in desk.text


# Every page: for everybody, on every screen

SMALL = """[...document.querySelectorAll("a, button, select, textarea, input:not([type=hidden])")]
    .filter((node) => node.checkVisibility() && !node.closest(".skip") && node.getBoundingClientRect().height < 39.5)
    .map((node) => node.outerHTML.slice(0, 100))"""
DOUBLE = """(() => {
    const all = [...document.querySelectorAll("[id]")].map((node) => node.id);
    return all.filter((id, index) => all.indexOf(id) !== index);
})()"""


@pytest.fixture(scope="module")
def visits(office, owner, therapist, assistant):
    """People and things that the pages show, some with long names."""
    long = office.member("therapist", "Maximiliane-Theodora Hohenstein-Rabenfels")
    client = owner.add_client(
        "Bartholomäus Maximilian von und zu Hohenstein-Rabenfels", born="1979-03-12", note=NOTE, phone="+49 30 1234567",
        mail="bartholomaeus.hohenstein-rabenfels@a-rather-long-domain.example",
    )
    used = form_link(owner, client)
    writer = office.desk()
    writer.open(used)
    writer.fill(text="Slept badly. " * 30)
    writer.press("Send")
    therapist.open(f"/clients/glass?client={client.split('/')[-1]}")
    therapist.fill(reason="Called in with chest pain, the colleague is away.")
    therapist.press("Open the record")
    owner.invite("assistant", "Wilhelmine Wartend", "wilhelmine.wartend@practice.example")
    return SimpleNamespace(
        office=office, owner=owner, therapist=therapist, assistant=assistant, long=long, client=client, writer=writer,
        used=used, guest=office.desk(), secured=None,
        links={
            "intake": form_link(owner, client), "thanks": form_link(owner, client), "diary": diary_link(owner, client),
        },
    )


def shows(who, path):
    def show(visits):
        desk = getattr(visits, who)
        desk.open(path.format(client=visits.client, used=visits.used))
        return desk
    return show


def refusing(who, path, button, **values):
    """A form that was sent with something wrong."""
    def show(visits):
        desk = shows(who, path)(visits)
        desk.fill(**values)
        desk.press(button)
        return desk
    return show


def set_up_page(visits):
    visits.guest.open(visits.office.practice_link())
    return visits.guest


def set_up_refused(visits):
    visits.guest.set_up(visits.office.practice_link(), "", "", "nowhere", "short")
    return visits.guest


def joining(visits):
    visits.guest.open(visits.owner.invite("therapist", "Jo Joining", f"{uuid.uuid4()}@practice.example"))
    return visits.guest


def sharing(visits):
    visits.owner.invite("therapist", "Shari Shared", f"{uuid.uuid4()}@practice.example")
    return visits.owner


def member_of_the_team(visits):
    member_page(visits.owner, "Maximiliane-Theodora Hohenstein-Rabenfels")
    return visits.owner


def password_link(visits):
    member_of_the_team(visits)
    visits.owner.press("Make a link for a new password")
    visits.guest.open(visits.owner.shared_link())
    return visits.guest


def secured(visits):
    """Someone with a second factor."""
    return visits.secured or recovery_codes(visits)


def recovery_codes(visits):
    desk = visits.secured = visits.office.member("therapist", "Rita Recovery")
    desk.open("/account/second-factor")
    desk.fill(code=one_time_code(desk.page.inner_text(".secret code").replace(" ", "")))
    desk.press("Set it")
    return desk


def secured_account(visits):
    desk = secured(visits)
    desk.open("/account")
    return desk


def asking(visits):
    """The question before the second factor is removed."""
    desk = secured_account(visits)
    desk.button("Remove the second factor").click()
    return desk


def code_page(visits):
    visits.guest.sign_in(secured(visits).mail)
    return visits.guest


def code_refused(visits):
    code_page(visits)
    visits.guest.fill(code="000000")
    visits.guest.press("Go on")
    return visits.guest


def stale(visits):
    visits.owner.open(visits.client + "/edit")
    other = visits.office.desk(visits.owner)
    other.open(visits.client + "/edit")
    other.press("Save")
    visits.owner.press("Save")
    return visits.owner


def writing(purpose, text=None):
    def show(visits):
        visits.guest.open(visits.links[purpose])
        if text is not None:
            visits.guest.fill(text=text)
            visits.guest.press("Keep this day" if purpose == "diary" else "Send")
        return visits.guest
    return show


PAGES = {
    "setup": (set_up_page, "Set up your practice"),
    "setup with errors": (set_up_refused, "Set up your practice"),
    "sign-in": (shows("guest", "/sign-in"), "Sign in"),
    "sign-in with error": (refusing("guest", "/sign-in", "Sign in", mail="a@b.example", password="x"), "Sign in"),
    "join": (joining, "Welcome"),
    "new password": (password_link, "Choose a new password"),
    "team": (shows("owner", "/team"), "Team"),
    "team of a therapist": (shows("therapist", "/team"), "Team"),
    "invitation with errors": (refusing("owner", "/team", "Make an invitation", name="", mail="x"), "Team"),
    "shared link": (sharing, "Invitation for Shari Shared"),
    "member": (member_of_the_team, "Maximiliane-Theodora Hohenstein-Rabenfels"),
    "practice": (shows("owner", "/practice"), "Practice"),
    "practice with error": (refusing("owner", "/practice", "Save", practice_name=""), "Practice"),
    "audit": (shows("owner", "/audit"), "Audit trail"),
    "backup": (shows("owner", "/backup"), "Backup"),
    "no clients": (shows("long", "/clients"), "Clients"),
    "clients": (shows("owner", "/clients"), "Clients"),
    "nobody found": (shows("owner", "/clients?q=zzzz"), "Clients"),
    "new client": (shows("owner", "/clients/new"), "New client"),
    "new client with error": (refusing("owner", "/clients/new", "Save", name=""), "New client"),
    "change": (shows("owner", "{client}/edit"), "Change Bartholomäus"),
    "change after another": (stale, "Change Bartholomäus"),
    "client": (shows("owner", "{client}"), "Bartholomäus"),
    "client of an assistant": (shows("assistant", "{client}"), "Bartholomäus"),
    "emergency": (shows("therapist", "/clients/glass"), "Open a record in an emergency"),
    "first form": (writing("intake"), "Before your first visit"),
    "diary": (writing("diary"), "How was your day?"),
    "diary with error": (writing("diary", ""), "How was your day?"),
    "diary kept": (writing("diary", "Slept well."), "How was your day?"),
    "thanks": (writing("thanks", "Slept well."), "Thank you"),
    "today": (shows("owner", "/today"), "Today"),
    "used link": (shows("guest", "{used}"), "Nothing here"),
    "account": (shows("owner", "/account"), "Account"),
    "second factor": (shows("owner", "/account/second-factor"), "Set up the second factor"),
    "recovery codes": (recovery_codes, "Recovery codes"),
    "account with second factor": (secured_account, "Account"),
    "question": (asking, "Account"),
    "code": (code_page, "Second factor"),
    "code with error": (code_refused, "Second factor"),
}


@pytest.mark.parametrize("name", PAGES)
def test_every_page_is_for_everybody_on_every_screen(visits, name):
    show, heading = PAGES[name]
    desk = show(visits)
    assert desk.page.locator("h1").text_content().startswith(heading)
    assert desk.page.evaluate(DOUBLE) == []
    assert serious_violations(desk.page) == []
    desk.page.set_viewport_size({"width": 360, "height": 740})
    try:
        assert desk.page.evaluate("document.documentElement.scrollWidth") <= 360
        assert desk.page.evaluate(SMALL) == []
        assert serious_violations(desk.page) == []
    finally:
        desk.page.set_viewport_size({"width": 1280, "height": 900})
