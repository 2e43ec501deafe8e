import { registry } from "@web/core/registry";

/** Messages that somebody moved: out of one conversation, into another one. */
export class ThreadingService {
    /**
     * @param {import("@web/env").OdooEnv} env
     * @param {import("services").ServiceFactories} services
     */
    constructor(env, services) {
        /** @type {import("models").Store} */
        this.store = services["mail.store"];
        this.switchboard = services.switchboard;
        services.bus_service.subscribe("mail_switchboard/moved", (note) => this.onMoved(note));
    }

    async onMoved({ channel_id, target_id, message_ids, gone }) {
        if (target_id !== channel_id) {
            for (const id of message_ids) {
                this.store["mail.message"].get(id)?.delete();
            }
        }
        const source = this.switchboard.getThread(channel_id);
        if (source?.isSwitchboard && gone) {
            await this.leave(source, target_id);
        } else if (source?.isSwitchboard && target_id !== channel_id) {
            await this.switchboard.fetchUpdate(channel_id, []);
        }
        await this.show(target_id, message_ids);
    }

    async show(channelId, message_ids) {
        const thread = this.switchboard.getThread(channelId);
        if (!thread?.isSwitchboard) {
            return;
        }
        await this.switchboard.fetchUpdate(channelId, message_ids);
        for (const id of message_ids) {
            const message = this.store["mail.message"].get(id);
            if (message) {
                this.switchboard.showMessage(thread, message);
            }
        }
    }

    /** A conversation that holds nothing any more gives way to where it went. */
    async leave(thread, targetId) {
        const isShown = thread.eq(this.store.discuss.thread);
        thread.closeChatWindow({ force: true });
        if (isShown) {
            this.store.discuss.thread = undefined;
        }
        thread.delete();
        if (isShown && targetId) {
            const target = await this.store.Thread.getOrFetch({
                model: "discuss.channel",
                id: targetId,
            });
            target?.open();
        }
    }
}

registry.category("services").add("switchboard.threading", {
    dependencies: ["bus_service", "mail.store", "switchboard"],
    start: (env, services) => new ThreadingService(env, services),
});
