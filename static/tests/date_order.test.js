import { contains, openDiscuss, start, startServer } from "@mail/../tests/mail_test_helpers";
import { compareMails } from "@mail_switchboard/date_order/compare_mails";
import {
    createConversation,
    createLine,
    createMail,
    defineSwitchboardModels,
    receiveMail,
} from "@mail_switchboard/../tests/switchboard_test_helpers";

import { describe, expect, test } from "@odoo/hoot";
import { queryAll, waitUntil } from "@odoo/hoot-dom";

import { getService } from "@web/../tests/web_test_helpers";

const { DateTime } = luxon;

describe.current.tags("desktop");
defineSwitchboardModels();

const day = (n) => `2026-01-${String(n).padStart(2, "0")} 10:00:00`;

/** Mail bodies live in a shadow root, behind its styles. */
function shownBodies() {
    return queryAll(".o-mail-Message-body > div").map(
        ({ shadowRoot }) => shadowRoot.querySelector("span").textContent
    );
}

test("compareMails: by date, then arrival, temporary ones last", () => {
    const mail = (id, date, index) => ({
        id,
        date: date && DateTime.fromSQL(date),
        switchboard_index_id: index,
    });
    const first = mail(30, day(1), 9);
    const second = mail(10, day(2), 3);
    const third = mail(20, day(2), 5);
    const pending = mail(30.01, undefined, undefined);
    const sorted = [pending, third, first, second].sort(compareMails);
    expect(sorted.map(({ id }) => id)).toEqual([30, 10, 20, 30.01]);
});

test("messages stand in date order, whatever order they were stored in", async () => {
    await startServer();
    const channelId = createConversation(createLine());
    createMail(channelId, { body: "three", date: day(3) });
    createMail(channelId, { body: "one", date: day(1) });
    createMail(channelId, { body: "two", date: day(2) });
    await start();
    await openDiscuss(channelId);
    await contains(".o-mail-Message", { count: 3 });
    expect(shownBodies()).toEqual(["one", "two", "three"]);
    receiveMail(channelId, { body: "two and a half", date: "2026-01-02 12:00:00" });
    await contains(".o-mail-Message", { count: 4 });
    expect(shownBodies()).toEqual(["one", "two", "two and a half", "three"]);
});

test("scrolling up loads all pages in order, a late old mail leaves no hole", async () => {
    await startServer();
    const channelId = createConversation(createLine());
    for (let n = 0; n < 70; n++) {
        // stored newest first: ids run against the dates
        const date = DateTime.fromSQL(day(31)).minus({ hours: n }).toSQL().slice(0, 19);
        createMail(channelId, { body: `mail ${n}`, date });
    }
    await start();
    await openDiscuss(channelId);
    await contains(".o-mail-Message", { count: 30 });
    receiveMail(channelId, { body: "late", date: day(1) });
    const thread = getService("mail.store").Thread.get({ model: "discuss.channel", id: channelId });
    await contains(".o-mail-Thread");
    for (const count of [60, 71]) {
        await thread.fetchMoreMessages();
        await contains(".o-mail-Message", { count });
    }
    const dates = thread.messages.map((message) => message.date.ts);
    expect(dates).toEqual([...dates].sort((a, b) => a - b));
    expect(thread.loadOlder).toBe(false);
});

test("history that was fetched for who reads here opens the way to what is older", async () => {
    await startServer();
    const channelId = createConversation(createLine());
    createMail(channelId, { body: "new", date: day(31) });
    await start();
    await openDiscuss(channelId);
    await contains(".o-mail-Message", { count: 1 });
    const thread = getService("mail.store").Thread.get({ model: "discuss.channel", id: channelId });
    expect(thread.loadOlder).toBe(false);
    for (let n = 0; n < 40; n++) {
        const date = DateTime.fromSQL(day(20)).minus({ hours: n }).toSQL().slice(0, 19);
        createMail(channelId, { body: `old ${n}`, date });
    }
    receiveMail(channelId, { body: "fetched", date: day(30) }, { live: false });
    await waitUntil(() => thread.messages.length > 1);
    while (thread.loadOlder) {
        await thread.fetchMoreMessages();
    }
    await contains(".o-mail-Message", { count: 42 });
    const dates = thread.messages.map((message) => message.date.ts);
    expect(dates).toEqual([...dates].sort((a, b) => a - b));
});

test("a jump to an old mail leaves both directions to load", async () => {
    await startServer();
    const channelId = createConversation(createLine());
    const ids = [];
    for (let n = 0; n < 100; n++) {
        const date = DateTime.fromSQL(day(31)).minus({ hours: n }).toSQL().slice(0, 19);
        ids.push(createMail(channelId, { body: `mail ${n}`, date }));
    }
    await start();
    await openDiscuss(channelId);
    await contains(".o-mail-Message", { count: 30 });
    const thread = getService("mail.store").Thread.get({ model: "discuss.channel", id: channelId });
    await thread.loadAround(ids[90]); // nine older ones
    expect(thread.loadOlder).toBe(false);
    expect(thread.loadNewer).toBe(true);
    await thread.loadAround(ids[50]);
    expect(thread.loadOlder).toBe(true);
    expect(thread.loadNewer).toBe(true);
});
