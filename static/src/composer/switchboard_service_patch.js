import { keepDraft } from "@mail_switchboard/composer/draft";
import { SwitchboardService } from "@mail_switchboard/core/web/switchboard_service";

import { _t } from "@web/core/l10n/translation";
import { isHtmlEmpty } from "@web/core/utils/html";
import { patch } from "@web/core/utils/patch";

/** What one was writing outlives the right to read the conversation. */
patch(SwitchboardService.prototype, {
    dropLine(line) {
        const begun = [...line.threads].filter(
            ({ composer }) => composer && !isHtmlEmpty(composer.composerHtml)
        );
        for (const { composer } of begun) {
            keepDraft(composer);
        }
        const { name } = line;
        super.dropLine(...arguments);
        if (begun.length) {
            this.env.services.notification.add(
                _t(
                    "You may no longer read “%s”. What you had begun to write there is kept in this browser and comes back with the right.",
                    name
                ),
                { sticky: true, type: "warning" }
            );
        }
    },
});
