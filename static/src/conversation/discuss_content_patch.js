import { ChatWindow } from "@mail/core/common/chat_window";
import { DiscussContent } from "@mail/core/public_web/discuss_content";
import { ConversationBar } from "@mail_switchboard/conversation/conversation_bar";

Object.assign(ChatWindow.components, { ConversationBar });
Object.assign(DiscussContent.components, { ConversationBar });
