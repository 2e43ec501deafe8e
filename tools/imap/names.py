"""What mail programs and providers call their folders, in 24 languages.

Only a fallback: SPECIAL-USE (RFC 6154) wins. Names are compared casefolded.
"""

from __future__ import annotations


def _names(text: str) -> frozenset[str]:
    return frozenset(name.strip().casefold() for name in text.split(","))


ROLES: dict[str, frozenset[str]] = {
    "sent": _names(
        "Sent, Sent Items, Sent Mail, Sent Messages, Sent-Mail, Gesendet,"
        "Gesendete Objekte, Gesendete Elemente, Gesendete Nachrichten, Envoyés,"
        "Éléments envoyés, Messages envoyés, Courrier envoyé, Enviados,"
        "Elementos enviados, Mensajes enviados, Correo enviado, Enviadas,"
        "Posta inviata, Inviati, Inviata, Itens enviados, Mensagens enviadas,"
        "Verzonden, Verzonden items, Verzonden berichten, Wysłane,"
        "Elementy wysłane, Odeslané, Odeslaná pošta, Odoslané, Odoslaná pošta,"
        "Skickat, Skickade, Skickade objekt, Sendt, Sendte elementer, Sendt post,"
        "Sende, Lähetetyt, Lähetetyt viestit, Elküldött, Elküldött elemek,"
        "Elküldött üzenetek, Trimise, Elemente trimise, Mesaje trimise,"
        "Gönderilmiş Öğeler, Gönderilmiş, Gönderilenler, Отправленные,"
        "Отправленное, Надіслані, Відправлені, Απεσταλμένα, Изпратени,"
        "Poslano, Poslane stavke, 送信済み, 送信済みアイテム, 送信済みメール,"
        "已发送, 已发送邮件, 已傳送, 寄件備份, 寄件匣, 보낸 편지함, 보낸편지함,"
        "보낸 메일함, 보낸메일함"
    ),
    "drafts": _names(
        "Draft, Drafts, Entwürfe, Entwurf, Brouillons, Brouillon, Borradores,"
        "Borrador, Bozze, Rascunhos, Concepten, Szkice, Wersje robocze,"
        "Kopie robocze, Koncepty, Rozepsané, Rozpísané, Utkast, Kladder, Kladde,"
        "Luonnokset, Piszkozatok, Ciorne, Schițe, Taslaklar, Черновики, Чернетки,"
        "Πρόχειρα, Чернови, Skice, 下書き, 草稿, 草稿箱, 草稿匣, 임시 보관함,"
        "임시보관함"
    ),
    "trash": _names(
        "Trash, Deleted, Deleted Items, Deleted Messages, Bin, Papierkorb,"
        "Gelöscht, Gelöschte Objekte, Gelöschte Elemente, Corbeille,"
        "Éléments supprimés, Messages supprimés, Papelera, Elementos eliminados,"
        "Eliminados, Cestino, Posta eliminata, Eliminati, Lixo, Lixeira,"
        "Itens excluídos, Itens eliminados, Prullenbak, Prullenmand,"
        "Verwijderde items, Kosz, Elementy usunięte, Koš, Odstraněná pošta, Kôš,"
        "Odstránená pošta, Papperskorgen, Borttaget, Borttagna objekt, Papirkurv,"
        "Slettet post, Slettede elementer, Søppel, Slettet, Roskakori, Poistetut,"
        "Kuka, Törölt elemek, Coș de gunoi, Gunoi, Elemente șterse, Çöp,"
        "Çöp Kutusu, Silinmiş Öğeler, Корзина, Удаленные, Удалённые, Кошик,"
        "Видалені, Κάδος, Κάδος απορριμμάτων, Διαγραμμένα, Кошче, Изтрити, Smeće,"
        "Otpad, ごみ箱, ゴミ箱, 削除済みアイテム, 已删除, 已删除邮件, 垃圾桶,"
        "刪除的郵件, 휴지통, 지운 편지함"
    ),
    "junk": _names(
        "Junk, Spam, Junk E-mail, Junk Email, Junk Mail, Bulk Mail, Bulk,"
        "Spamverdacht, Junk-E-Mail, Unerwünscht, Courrier indésirable,"
        "Indésirables, Pourriel, Correo no deseado, No deseado, Posta indesiderata,"
        "Indesiderata, Lixo eletrônico, Lixo eletrónico, Lixo Electrónico,"
        "Ongewenst, Ongewenste e-mail, Ongewenste reclame, Wiadomości-śmieci,"
        "Niechciane, Nevyžádaná pošta, Nevyžiadaná pošta, Skräppost, Skräp,"
        "Uønsket mail, Uønsket, Søppelpost, Roskaposti, Levélszemét, Nedorite,"
        "Nesolicitate, Mesaje nedorite, Gereksiz, Gereksiz E-posta, Önemsiz,"
        "Önemsiz E-posta, Спам, Нежелательная почта, Небажана пошта, Ανεπιθύμητα,"
        "Ανεπιθύμητη αλληλογραφία, Нежелана поща, Neželjena pošta, 迷惑メール,"
        "垃圾邮件, 垃圾郵件, 스팸, 스팸 메일함, 정크 메일"
    ),
    "archive": _names(
        "Archive, Archives, Archiv, Archivieren, Archivo, Archivio, Arquivo,"
        "Arquivo Morto, Archief, Archiwum, Archív, Arkiv, Arkisto, Archívum,"
        "Arhivă, Arhiva, Arşiv, Архив, Архів, Αρχειοθήκη, Αρχείο, アーカイブ, 归档,"
        "存档, 封存, 보관함"
    ),
    "all": _names(
        "All Mail, Alle Nachrichten, Tous les messages, "
        "Tutti i messaggi, Todos os e-mails, Alle berichten, Вся почта"
    ),
}

# Exchange, Kolab and others show their whole store by IMAP.
NOT_MAIL: frozenset[str] = _names(
    "Calendar, Calendars, Contacts, Suggested Contacts, Tasks, Notes, Journal,"
    "Sync Issues, RSS Feeds, RSS Subscriptions, Conversation History, Outbox,"
    "Birthdays, Conversation Action Settings, Quick Step Settings,"
    "Yammer Root, Kalender, Kontakte, Vorgeschlagene Kontakte, Aufgaben, Notizen,"
    "Postausgang, Synchronisierungsprobleme, RSS-Feeds, RSS-Abonnements,"
    "Verlauf der Unterhaltung, Calendrier, Agenda, Tâches, Boîte d'envoi, Flux RSS,"
    "Journaux, Calendario, Contactos, Tareas, Notas, Diario, Bandeja de salida,"
    "Attività, Contatti, Note, Posta in uscita, Calendário, Contatos,"
    "Contactos sugeridos, Tarefas, Caixa de saída, Contactpersonen, Taken,"
    "Notities, Logboek, Postvak UIT, Kalendarz, Kontakty, Zadania, Notatki,"
    "Dziennik, Skrzynka nadawcza, Kalendář, Úkoly, Poznámky, Deník,"
    "Pošta k odeslání, Kalendár, Úlohy, Denník, Pošta na odoslanie, Kalendern,"
    "Kontakter, Uppgifter, Anteckningar, Utkorgen, Kontaktpersoner, Opgaver, Noter,"
    "Udbakke, Oppgaver, Notater, Utboks, Kalenteri, Yhteystiedot, Tehtävät,"
    "Muistilaput, Lähtevät, Naptár, Névjegyalbum, Feladatok, Feljegyzések,"
    "Postázandó üzenetek, Persoane de contact, Activități, Takvim, Kişiler,"
    "Görevler, Notlar, Giden Kutusu, Günlük, Календарь, Контакты, Задачи, Заметки,"
    "Дневник, Календар, Контакти, Завдання, Нотатки, Ημερολόγιο, Επαφές, Εργασίες,"
    "Σημειώσεις, Задачи, Бележки, Kalendar, Kontakti, Zadaci, Bilješke, 予定表,"
    "カレンダー, 連絡先, タスク, メモ, 日历, 联系人, 任务, 便笺, 行事曆, 連絡人,"
    "工作, 記事, 일정, 연락처, 작업, 메모"
)
