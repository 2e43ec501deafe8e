import { browser } from "@web/core/browser/browser";

/** Longer than any post takes: nobody waits for its answer any more. */
const GIVEN_UP = 60 * 1000;

/** Keys of drafts that this page waits for. */
const inFlight = new Set();

const storageKey = (localId) => `mail_switchboard.unsent/${localId}`;

function read(localId) {
    try {
        return JSON.parse(browser.localStorage.getItem(storageKey(localId))) || [];
    } catch {
        return [];
    }
}

function write(localId, drafts) {
    if (drafts.length) {
        browser.localStorage.setItem(storageKey(localId), JSON.stringify(drafts));
    } else {
        browser.localStorage.removeItem(storageKey(localId));
    }
}

/**
 * Keeps what is on its way to the server until it answers: the composer is
 * empty by then, and the page may be closed or break.
 *
 * @param {string} localId of the composer
 * @param {{key: string}} draft
 */
export function rememberUnsent(localId, draft) {
    inFlight.add(draft.key);
    write(localId, [...read(localId), { ...draft, at: Date.now() }]);
}

/**
 * @param {string} localId of the composer
 * @param {string} key of the draft that was answered
 */
export function forgetUnsent(localId, key) {
    inFlight.delete(key);
    write(
        localId,
        read(localId).filter((draft) => draft.key !== key)
    );
}

/**
 * @param {string} localId of the composer
 * @returns {Object|undefined} a draft that no page waits for; it is taken away
 */
export function takeUnsent(localId) {
    const isGivenUp = ({ key, at }) =>
        !inFlight.has(key) && (at < performance.timeOrigin || Date.now() - at > GIVEN_UP);
    const draft = read(localId).find(isGivenUp);
    if (draft) {
        forgetUnsent(localId, draft.key);
    }
    return draft;
}
