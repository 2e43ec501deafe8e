import { reactive } from "@odoo/owl";

import { browser } from "@web/core/browser/browser";
import { rpc } from "@web/core/network/rpc";
import { registry } from "@web/core/registry";
import { user } from "@web/core/user";

/** Who is there says so again after this time … */
export const BEAT = 40 * 1000;
/** … and is taken for gone when nothing was heard for this long. */
export const GONE_AFTER = 100 * 1000;

/**
 * Who has a conversation open or writes in it.
 *
 * Nothing is stored on the server: a tab that opens a conversation asks over the
 * bus of the line, and the tabs that have it open answer. The notes carry ids only.
 */
export class PresenceService {
    constructor(env, { bus_service, orm }) {
        this.orm = orm;
        this.tab = Math.random().toString(36).slice(2, 12);
        /** Conversations shown in this tab, by id, and in how many places. */
        this.own = new Map();
        /** @type {Set<number>} conversations this tab writes in */
        this.writing = new Set();
        this.state = reactive({
            /** @type {Object<string, {channelId: number, userId: number, state: string, at: number}>} */
            others: {},
            /** @type {Object<number, string>} names of colleagues, once known */
            names: {},
        });
        bus_service.subscribe("mail_switchboard/presence", (note) => this.onNote(note));
        browser.addEventListener("pagehide", () => this.leaveAll());
        browser.addEventListener("visibilitychange", () => this.onVisibilityChange());
    }

    get isVisible() {
        return document.visibilityState !== "hidden";
    }

    /** @param {number} channelId shown in this tab from now on */
    enter(channelId) {
        const places = this.own.get(channelId) || 0;
        this.own.set(channelId, places + 1);
        if (!places && this.isVisible) {
            this.tell(channelId, "here", true);
        }
        this.beatSoon();
    }

    /** @param {number} channelId no longer shown in one place of this tab */
    leave(channelId) {
        const places = this.own.get(channelId) - 1;
        if (places) {
            this.own.set(channelId, places);
            return;
        }
        this.own.delete(channelId);
        this.writing.delete(channelId);
        this.tell(channelId, "left");
    }

    leaveAll() {
        for (const channelId of this.own.keys()) {
            this.tell(channelId, "left");
        }
    }

    /** A hidden tab does not count: nobody looks at it. */
    onVisibilityChange() {
        if (this.isVisible) {
            for (const channelId of this.own.keys()) {
                this.tell(channelId, "here", true);
            }
        } else {
            this.leaveAll();
        }
    }

    /**
     * @param {number} channelId
     * @param {boolean} isTyping
     */
    setTyping(channelId, isTyping) {
        if (!this.own.has(channelId) || this.writing.has(channelId) === isTyping) {
            return;
        }
        if (isTyping) {
            this.writing.add(channelId);
        } else {
            this.writing.delete(channelId);
        }
        this.tell(channelId, this.ownState(channelId));
    }

    ownState(channelId) {
        return this.writing.has(channelId) ? "typing" : "here";
    }

    beatSoon() {
        browser.clearTimeout(this.timer);
        if (this.own.size) {
            this.timer = browser.setTimeout(() => this.beat(), BEAT);
        }
    }

    beat() {
        this.forgetGone();
        for (const channelId of this.isVisible ? this.own.keys() : []) {
            this.tell(channelId, this.ownState(channelId));
        }
        this.beatSoon();
    }

    forgetGone() {
        const oldest = Date.now() - GONE_AFTER;
        for (const [key, { at }] of Object.entries(this.state.others)) {
            if (at < oldest) {
                delete this.state.others[key];
            }
        }
    }

    /**
     * @param {number} channelId
     * @param {"here"|"typing"|"left"} state
     * @param {boolean} [ask] those who are there answer
     */
    async tell(channelId, state, ask = false) {
        try {
            await rpc(
                "/mail_switchboard/presence",
                { channel_id: channelId, state, tab: this.tab, ask },
                { silent: true }
            );
        } catch {
            // offline: the others see that nothing is heard any more
        }
    }

    onNote({ channel_id, user_id, state, tab, ask }) {
        if (user_id === user.userId || !this.own.has(channel_id)) {
            return;
        }
        const key = `${channel_id},${user_id},${tab}`;
        if (state === "left") {
            delete this.state.others[key];
            return;
        }
        this.state.others[key] = {
            channelId: channel_id,
            userId: user_id,
            state,
            at: Date.now(),
        };
        if (!this.state.names[user_id]) {
            this.fetchName(channel_id, user_id);
        }
        if (ask && this.isVisible) {
            this.tell(channel_id, this.ownState(channel_id));
        }
    }

    async fetchName(channelId, userId) {
        const found = await this.orm.silent.call("discuss.channel", "get_switchboard_names", [
            [channelId],
            [userId],
        ]);
        for (const { id, name } of found) {
            this.state.names[id] = name;
        }
    }

    /**
     * Colleagues in a conversation, each once in however many tabs.
     *
     * @param {number} channelId
     * @param {PresenceService["state"]} [state] as a component observes it
     * @returns {{id: number, name: string, isTyping: boolean}[]}
     */
    colleagues(channelId, { others, names } = this.state) {
        const byUser = new Map();
        for (const { channelId: where, userId, state } of Object.values(others)) {
            if (where === channelId && names[userId]) {
                const isTyping = byUser.get(userId)?.isTyping || state === "typing";
                byUser.set(userId, { id: userId, name: names[userId], isTyping });
            }
        }
        return [...byUser.values()].sort((a, b) => a.name.localeCompare(b.name));
    }
}

registry.category("services").add("switchboard.presence", {
    dependencies: ["bus_service", "orm"],
    start: (env, services) => new PresenceService(env, services),
});
