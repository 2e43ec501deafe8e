"""Folders whose role only their name tells, in twenty languages and more."""

from odoo.tests import BaseCase

from ....tools.imap.folders import assign_roles

# What mail programs call them: sent, drafts, trash, junk, archive; and a calendar
# and an address book, which are no mail.
LANGUAGES = {
    "English": "Sent Items|Drafts|Deleted Items|Junk Email|Archive|Calendar|Contacts",
    "German": (
        "Gesendete Elemente|Entwürfe|Papierkorb|Unerwünscht|Archiv|Kalender|Kontakte"
    ),
    "French": (
        "Éléments envoyés|Brouillons|Corbeille|Courrier indésirable|Archives"
        "|Calendrier|Contacts"
    ),
    "Spanish": (
        "Elementos enviados|Borradores|Papelera|Correo no deseado|Archivo"
        "|Calendario|Contactos"
    ),
    "Italian": (
        "Posta inviata|Bozze|Cestino|Posta indesiderata|Archivio|Calendario|Contatti"
    ),
    "Portuguese": (
        "Itens enviados|Rascunhos|Lixeira|Lixo eletrônico|Arquivo|Calendário|Contatos"
    ),
    "Dutch": (
        "Verzonden items|Concepten|Prullenbak|Ongewenst|Archief|Agenda|Contactpersonen"
    ),
    "Polish": ("Wysłane|Szkice|Kosz|Wiadomości-śmieci|Archiwum|Kalendarz|Kontakty"),
    "Czech": (
        "Odeslaná pošta|Koncepty|Odstraněná pošta|Nevyžádaná pošta|Archiv"
        "|Kalendář|Kontakty"
    ),
    "Slovak": (
        "Odoslaná pošta|Rozpísané|Kôš|Nevyžiadaná pošta|Archív|Kalendár|Kontakty"
    ),
    "Swedish": "Skickat|Utkast|Papperskorgen|Skräppost|Arkiv|Kalendern|Kontakter",
    "Danish": (
        "Sendt post|Kladder|Papirkurv|Uønsket mail|Arkiv|Kalender|Kontaktpersoner"
    ),
    "Norwegian": "Sendte elementer|Utkast|Søppel|Søppelpost|Arkiv|Kalender|Kontakter",
    "Finnish": (
        "Lähetetyt|Luonnokset|Roskakori|Roskaposti|Arkisto|Kalenteri|Yhteystiedot"
    ),
    "Hungarian": (
        "Elküldött elemek|Piszkozatok|Törölt elemek|Levélszemét|Archívum"
        "|Naptár|Névjegyalbum"
    ),
    "Romanian": (
        "Elemente trimise|Ciorne|Elemente șterse|Nesolicitate|Arhivă"
        "|Calendar|Persoane de contact"
    ),
    "Turkish": (
        "Gönderilmiş Öğeler|Taslaklar|Silinmiş Öğeler|Önemsiz|Arşiv|Takvim|Kişiler"
    ),
    "Russian": "Отправленные|Черновики|Удаленные|Спам|Архив|Календарь|Контакты",
    "Ukrainian": "Надіслані|Чернетки|Кошик|Небажана пошта|Архів|Календар|Контакти",
    "Greek": "Απεσταλμένα|Πρόχειρα|Κάδος|Ανεπιθύμητα|Αρχειοθήκη|Ημερολόγιο|Επαφές",
    "Bulgarian": "Изпратени|Чернови|Изтрити|Нежелана поща|Архив|Календар|Контакти",
    "Croatian": "Poslano|Skice|Smeće|Neželjena pošta|Arhiva|Kalendar|Kontakti",
    "Japanese": ("送信済みアイテム|下書き|ごみ箱|迷惑メール|アーカイブ|予定表|連絡先"),
    "Chinese": "已发送|草稿箱|已删除|垃圾邮件|存档|日历|联系人",
    "Korean": "보낸 편지함|임시 보관함|휴지통|스팸|보관함|일정|연락처",
}
ROLES = ("sent", "drafts", "trash", "junk", "archive")


class TestNames(BaseCase):
    def test_roles_in_every_language(self):
        self.assertGreaterEqual(len(LANGUAGES), 20)
        for language, names in LANGUAGES.items():
            *mail, calendar, contacts = names.split("|")
            rows = [((), "/", path) for path in ("INBOX", *mail, calendar, contacts)]
            found = {f.path: f.role for f in assign_roles(rows)}
            with self.subTest(language):
                wanted = dict(zip(mail, ROLES, strict=True))
                self.assertEqual(found, {"INBOX": "inbox", **wanted})

    def test_also_below_the_inbox_and_in_capitals(self):
        for language, names in LANGUAGES.items():
            sent = names.partition("|")[0]
            for path in (f"INBOX/{sent}", sent.upper()):
                with self.subTest(language, path=path):
                    [folder] = assign_roles([((), "/", path)])
                    self.assertEqual(folder.role, "sent")
