import { ConversationBar } from "@mail_switchboard/conversation/conversation_bar";
import { ConversationLinks } from "@mail_switchboard/crm/conversation_links";

Object.assign(ConversationBar.components, { ConversationLinks });
