import { ConversationBar } from "@mail_switchboard/conversation/conversation_bar";
import { WhoIsHere } from "@mail_switchboard/presence/who_is_here";

Object.assign(ConversationBar.components, { WhoIsHere });
