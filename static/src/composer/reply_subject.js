/** "Re:" of several languages, also counted: "Re[2]:". */
const REPLY_PREFIX = /^\s*(re|aw|antw|sv|vs|odp|ref|rif|res|відп)\s*(\[\d+\])?\s*:/iu;

/**
 * @param {string|false|undefined} subject
 * @returns {string} the subject of an answer, "Re:" never doubled
 */
export function replySubject(subject) {
    const trimmed = (subject || "").trim();
    if (!trimmed || REPLY_PREFIX.test(trimmed)) {
        return trimmed;
    }
    return `Re: ${trimmed}`;
}
