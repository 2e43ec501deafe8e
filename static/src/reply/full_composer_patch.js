import { Composer } from "@mail/core/common/composer";
import { composerActionsRegistry } from "@mail/core/common/composer_actions";
import "@mail/core/web/composer_patch";

import { patch } from "@web/core/utils/patch";

const fullComposer = composerActionsRegistry.get("open-full-composer");
const stockCondition = fullComposer.condition;

fullComposer.condition = function (params) {
    const { composer } = params;
    if (!composer.hasSubject) {
        return stockCondition.call(this, params);
    }
    return Boolean(composer.thread.switchboard_can_send);
};

patch(Composer.prototype, {
    /** What was chosen in the quick composer goes along. */
    get fullComposerAdditionalContext() {
        const { composer } = this.props;
        if (!composer.hasSubject) {
            return super.fullComposerAdditionalContext;
        }
        const { to, cc, bcc } = composer.switchboardRecipients ?? {};
        return {
            ...super.fullComposerAdditionalContext,
            default_composition_mode: "comment",
            default_subject: composer.effectiveSubject,
            default_switchboard_to: to || false,
            default_switchboard_cc: cc || false,
            default_switchboard_bcc: bcc || false,
            default_switchboard_answers: composer.switchboardAnswers || false,
        };
    },
    /** The line's signature is put under the mail when it is sent. */
    formatDefaultBodyForFullComposer(defaultBody, signature = "") {
        return super.formatDefaultBodyForFullComposer(
            defaultBody,
            this.props.composer.hasSubject ? "" : signature
        );
    },
});
