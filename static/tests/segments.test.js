import {
    click,
    contains,
    insertText,
    openDiscuss,
    start,
    startServer,
} from "@mail/../tests/mail_test_helpers";
import { countSegments } from "@mail_switchboard/sms/segments";
import {
    createConversation,
    createLine,
    defineSwitchboardModels,
} from "@mail_switchboard/../tests/switchboard_test_helpers";

import { describe, expect, test } from "@odoo/hoot";

import { asyncStep, onRpc, waitForSteps } from "@web/../tests/web_test_helpers";

describe.current.tags("desktop");
defineSwitchboardModels();

// the same as in tests/tools/twilio/test_segments.py
const VECTORS = [
    ["", "GSM-7", 0, 0, 160, ""],
    ["Hello", "GSM-7", 1, 5, 155, ""],
    ["a".repeat(160), "GSM-7", 1, 160, 0, ""],
    ["a".repeat(161), "GSM-7", 2, 161, 145, ""],
    ["a".repeat(306), "GSM-7", 2, 306, 0, ""],
    ["a".repeat(307), "GSM-7", 3, 307, 152, ""],
    ["€", "GSM-7", 1, 2, 158, ""],
    ["€".repeat(80), "GSM-7", 1, 160, 0, ""],
    ["a".repeat(152) + "€" + "a".repeat(10), "GSM-7", 2, 164, 141, ""],
    ["Grüße, Çà và", "GSM-7", 1, 12, 148, ""],
    ["ç", "UCS-2", 1, 1, 69, "ç"],
    ["Привет", "UCS-2", 1, 6, 64, "П"],
    ["ж".repeat(70), "UCS-2", 1, 70, 0, "ж"],
    ["ж".repeat(71), "UCS-2", 2, 71, 63, "ж"],
    ["Hi 😀", "UCS-2", 1, 5, 65, "😀"],
    ["ж".repeat(66) + "😀" + "ж".repeat(5), "UCS-2", 2, 73, 60, "ж"],
    ["It’s", "UCS-2", 1, 4, 66, "’"],
];

for (const [text, encoding, parts, units, left, offending] of VECTORS) {
    test(`counts "${text.slice(0, 12)}" of ${text.length}`, () => {
        expect(countSegments(text)).toEqual({ encoding, parts, units, left, offending });
    });
}

test("parts are counted while typing, and there is no subject", async () => {
    await startServer();
    const lineId = createLine({ kind: "sms", name: "Berlin", address: "+4930123456" });
    const channelId = createConversation(lineId, {
        channel_type: "sms",
        name: "01512 3456789",
        switchboard_counterparts: [{ name: "", email: "+4915123456789" }],
    });
    await start();
    await openDiscuss(channelId);
    await contains(".o-mail-Composer-input[placeholder='Write a text message …']");
    await contains(".o-mail_switchboard-subject", { count: 0 });
    await contains(".o-mail_switchboard-segments", { count: 0 });
    await insertText(".o-mail-Composer-input", "Hello");
    await contains(".o-mail_switchboard-segments", { text: "155 left · 1 SMS" });
    await contains(".o-mail_switchboard-offending", { count: 0 });
    await insertText(".o-mail-Composer-input", " ç");
    await contains(".o-mail_switchboard-offending", { text: "ç" });
});

test("the signature counts, and is not typed", async () => {
    await startServer();
    const lineId = createLine({ kind: "sms", name: "Berlin", sms_signature: "\nOurs" });
    const channelId = createConversation(lineId, { channel_type: "sms" });
    await start();
    await openDiscuss(channelId);
    await insertText(".o-mail-Composer-input", "Hello");
    await contains(".o-mail_switchboard-segments", { text: "150 left · 1 SMS" });
    await contains(".o-mail_switchboard-segments[title*='signature counts']");
});

test("the other way to the same contact is offered", async () => {
    await startServer();
    const lineId = createLine({ kind: "sms", name: "Berlin" });
    const ids = ["email", false].map((other_kind) =>
        createConversation(lineId, { channel_type: "sms", name: "Maria", other_kind })
    );
    onRpc("discuss.channel", "action_switchboard_other", ({ args }) => {
        asyncStep(`other ${args[0]}`);
        return false;
    });
    await start();
    await openDiscuss(ids[0]);
    await click("[title='Write an email to Maria']");
    await waitForSteps([`other ${ids[0]}`]);
    await openDiscuss(ids[1]);
    await contains(".o-mail-Composer-input");
    await contains("[title='Write an email to Maria']", { count: 0 });
});
