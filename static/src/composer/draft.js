import { browser } from "@web/core/browser/browser";
import { _t } from "@web/core/l10n/translation";
import { isHtmlEmpty } from "@web/core/utils/html";

/** What a draft keeps beside its text; each feature adds its own. */
export const draftFields = new Set(["switchboardKey", "switchboardSubject"]);

/** The server throws files away that no message took for a day. */
const FILES_KEPT = 20 * 60 * 60 * 1000;

/** @param {import("models").Composer} composer */
export function readDraft(composer) {
    try {
        return JSON.parse(browser.localStorage.getItem(composer.localId)) || {};
    } catch {
        return {};
    }
}

/**
 * @param {import("models").Attachment[]} attachments
 * @returns {Object[]} what it takes to show and to send them again
 */
export function describeFiles(attachments) {
    return attachments
        .filter(({ uploading }) => !uploading)
        .map(({ id, name, mimetype, file_size, checksum, ownership_token, raw_access_token }) => ({
            ...{ id, name, mimetype, file_size, checksum },
            ...{ ownership_token, raw_access_token },
        }));
}

/** Lays everything but the text beside the text that stock code keeps. */
export function keepBeside(composer) {
    const kept = {};
    for (const name of draftFields) {
        if (composer[name] !== undefined) {
            kept[name] = composer[name];
        }
    }
    const files = describeFiles(composer.attachments);
    if (files.length) {
        Object.assign(kept, { files, filesAt: Date.now() });
    }
    if (!isHtmlEmpty(composer.composerHtml)) {
        kept.text = composer.composerText;
    }
    if (Object.keys(kept).length) {
        browser.localStorage.setItem(
            composer.localId,
            JSON.stringify({ ...readDraft(composer), ...kept })
        );
    }
}

/** Writes the whole draft, for composers that nobody sees at the moment. */
export function keepDraft(composer) {
    if (!isHtmlEmpty(composer.composerHtml)) {
        browser.localStorage.setItem(
            composer.localId,
            JSON.stringify({
                emailAddSignature: true,
                composerHtml: ["markup", composer.composerHtml.toString()],
            })
        );
    }
    keepBeside(composer);
}

/** Takes everything but the text from the kept draft. */
export function restoreBeside(composer) {
    const draft = readDraft(composer);
    for (const name of draftFields) {
        if (draft[name] !== undefined && composer[name] === undefined) {
            composer[name] = draft[name];
        }
    }
    if (typeof draft.text === "string" && !isHtmlEmpty(composer.composerHtml)) {
        composer.showText(draft.text);
    }
    if (draft.files && !composer.attachments.length) {
        restoreFiles(composer, draft);
    }
}

/** Shows the files again, or says which ones are to be attached again. */
function restoreFiles(composer, { files, filesAt }) {
    if (Date.now() - filesAt < FILES_KEPT) {
        composer.attachments.add(
            ...files.map((file) => composer.store["ir.attachment"].insert(file))
        );
        return;
    }
    composer.switchboardComplaint = {
        field: "message",
        text: _t(
            "Files of a draft are kept for a day. Attach again what you need: %s",
            files.map(({ name }) => name).join(", ")
        ),
    };
}
