/** What holds for every route: the top of the documentation. */
export const introduction = `JSON in and out. Send \`Authorization: Bearer <access token>\`, or the session cookie; a write with the cookie also needs this site’s \`Origin\`. Bodies are at most 64 KB (the webhook’s 1 MB) and strict: a field that isn’t listed is refused. Answers may gain fields, so ignore the ones you don’t know. Times are ISO 8601 in UTC, money is in the currency’s smallest unit.

An error is \`{"error": {"code", "message", "requestId", …}}\`. The code is stable, the message is a sentence for the caller, and the request id is in our logs and in the \`x-request-id\` header. A method that a path doesn’t have is answered 405 \`method_not_allowed\`, with \`allow\`.`
