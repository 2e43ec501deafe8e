import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";

/** What colleagues decide about conversations, and what is given to the user. */
export const handlingService = {
    dependencies: ["bus_service", "mail.store", "notification", "switchboard"],
    /**
     * @param {import("@web/env").OdooEnv} env
     * @param {import("services").ServiceFactories} services
     */
    start(env, services) {
        const { bus_service, notification, switchboard } = services;

        bus_service.subscribe("mail_switchboard/conversation_state", ({ channel_ids }) => {
            for (const id of channel_ids) {
                // of those nobody has seen here there is nothing to refresh
                if (switchboard.getThread(id)?.isSwitchboard) {
                    switchboard.fetchUpdate(id, []);
                }
            }
        });

        bus_service.subscribe("mail_switchboard/told", async ({ channel_id, about }) => {
            // the note has ids only: the name is asked for, if it may be read
            await switchboard.fetchUpdate(channel_id, []);
            const thread = switchboard.getThread(channel_id);
            if (!thread?.isSwitchboard) {
                return;
            }
            thread.switchboardLineAsListed = thread.switchboard_line_id;
            const name = thread.displayName;
            const text =
                about === "awake"
                    ? _t("You put the conversation with %(name)s off until now.", { name })
                    : _t("The conversation with %(name)s was assigned to you.", { name });
            if (thread.isDisplayed) {
                notification.add(text, { type: "info" });
                return;
            }
            const close = notification.add(text, {
                type: "info",
                sticky: true,
                buttons: [
                    {
                        name: _t("Open"),
                        primary: true,
                        onClick: () => {
                            close();
                            thread.open({ focus: true });
                        },
                    },
                ],
            });
        });
    },
};

registry.category("services").add("switchboard.handling", handlingService);
