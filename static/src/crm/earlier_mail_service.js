import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";

/** Offers to look for earlier mail when the user has given a contact a new address. */
export const earlierMailService = {
    dependencies: ["action", "bus_service", "notification", "orm"],
    start(env, { action, bus_service: bus, notification, orm }) {
        bus.subscribe("mail_switchboard/earlier_mail", ({ partner_id, emails }) => {
            const close = notification.add(
                _t("Look for earlier mail with %s in your lines?", emails.join(", ")),
                {
                    autocloseDelay: 10000,
                    type: "info",
                    buttons: [
                        {
                            name: _t("Look"),
                            primary: true,
                            onClick: async () => {
                                close();
                                await action.doAction(
                                    await orm.call("res.partner", "action_switchboard_earlier", [
                                        [partner_id],
                                    ])
                                );
                            },
                        },
                    ],
                }
            );
        });
    },
};

registry.category("services").add("mail_switchboard.earlier_mail", earlierMailService);
