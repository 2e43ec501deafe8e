import { DiscussContent } from "@mail/core/public_web/discuss_content";
import { ConversationLinks } from "@mail_switchboard/crm/conversation_links";

DiscussContent.components = { ...DiscussContent.components, ConversationLinks };
