import { FullMailDialog } from "@mail_switchboard/full_mail/full_mail_dialog";

import { registry } from "@web/core/registry";

export const fullMailService = {
    dependencies: ["dialog"],
    /**
     * @param {import("@web/env").OdooEnv} env
     * @param {import("services").ServiceFactories} services
     */
    start(env, { dialog }) {
        return {
            /**
             * @param {number} indexId
             * @param {{pictures?: boolean}} options
             */
            open(indexId, { pictures = false } = {}) {
                dialog.add(FullMailDialog, { indexId, pictures });
            },
        };
    },
};

registry.category("services").add("switchboard.full_mail", fullMailService);
