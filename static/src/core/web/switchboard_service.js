import { registry } from "@web/core/registry";

/** States which come with details that the note on the bus does not carry. */
const STATES_WITH_DETAILS = ["failed", "in_doubt", "queued"];

/**
 * What happens on the lines. The bus carries ids only: the content is asked
 * for, and the server checks the rights again.
 */
export class SwitchboardService {
    /**
     * @param {import("@web/env").OdooEnv} env
     * @param {import("services").ServiceFactories} services
     */
    constructor(env, services) {
        this.env = env;
        this.bus = services.bus_service;
        /** @type {import("models").Store} */
        this.store = services["mail.store"];
    }

    setup() {
        this.bus.subscribe("mail_switchboard/conversation", (note) => this.onConversation(note));
        this.bus.subscribe("mail_switchboard/outgoing", (note) => this.onOutgoing(note));
        this.bus.subscribe("mail_switchboard/line", () => this.refreshLines());
        this.bus.subscribe("mail_switchboard/rights", () => {
            this.bus.forceUpdateChannels();
            this.refreshLines();
        });
    }

    /** @param {number} id */
    getThread(id) {
        return this.store.Thread.get({ model: "discuss.channel", id });
    }

    async onConversation({ line_id, channel_id, message_ids, direction, live }) {
        const line = this.store["switchboard.line"].get(line_id);
        if (!live && !this.getThread(channel_id)) {
            // history: thousands of them may come
            line?.refreshSoon();
            return;
        }
        const data = await this.fetchUpdate(channel_id, message_ids);
        const thread = this.getThread(channel_id);
        if (!thread?.isSwitchboard) {
            return;
        }
        if (line?.exists() && line.listedPage.status === "fetched") {
            line.listed.add(thread);
        }
        const messages = (data.message_ids ?? []).map((id) => this.store["mail.message"].get(id));
        for (const message of messages.filter(Boolean)) {
            this.showMessage(thread, message);
        }
        if (!live && messages.some((message) => message?.eq(thread.oldestPersistentMessage))) {
            // history that was fetched for who reads here: more may stand before it
            thread.loadOlder = true;
        }
        if (live && direction === "in" && data.notify && messages[0]) {
            // sound and out-of-focus notice
            this.env.bus.trigger("discuss.channel/new_message", {
                channel: thread,
                message: messages[0],
            });
        }
    }

    fetchUpdate(channel_id, message_ids) {
        return this.store.fetchStoreData(
            "/mail_switchboard/update",
            { channel_id, message_ids },
            { requestData: true }
        );
    }

    showMessage(thread, message) {
        if (message.in(thread.messages)) {
            return;
        }
        if (thread.status === "loading") {
            thread.pendingNewMessages.push(message);
        }
        if (thread.isLoaded && !thread.loadNewer) {
            thread.addOrReplaceMessage(message);
        }
        if (!thread.isDisplayed) {
            thread.scrollUnread = true;
        } else if (thread.isFocused && thread.scrollTop === "bottom" && !thread.loadNewer) {
            thread.markAsRead();
        }
    }

    async onOutgoing({ channel_id, message_id, state }) {
        const message = this.store["mail.message"].get(message_id);
        if (!message) {
            return;
        }
        message.switchboard_state = state;
        if (STATES_WITH_DETAILS.includes(state)) {
            await this.fetchUpdate(channel_id, [message_id]);
        }
    }

    /** Lines as the user may read them now; what is lost goes out of sight. */
    async refreshLines() {
        const { ids = [] } = await this.store.fetchStoreData("/mail_switchboard/lines", undefined, {
            requestData: true,
        });
        for (const line of this.store.switchboardLines) {
            if (!ids.includes(line.id)) {
                this.dropLine(line);
            }
        }
    }

    dropLine(line) {
        for (const thread of [...line.threads]) {
            thread.closeChatWindow({ force: true });
            if (thread.eq(this.store.discuss.thread)) {
                this.store.discuss.thread = undefined;
            }
            for (const message of [...thread.allMessages]) {
                message.delete();
            }
            thread.delete();
        }
        line.delete();
    }
}

export const switchboardService = {
    dependencies: ["bus_service", "mail.store", "mail.out_of_focus"],
    /**
     * @param {import("@web/env").OdooEnv} env
     * @param {import("services").ServiceFactories} services
     */
    start(env, services) {
        const service = new SwitchboardService(env, services);
        service.setup();
        return service;
    },
};

registry.category("services").add("switchboard", switchboardService);
