// The pages of accounts: sign-in (also to a server elsewhere), sign-up, one's own account, members, the server. What they keep between frames lives here,
// behind ServerState, and is thrown away when somebody signs in or out. A password stays only as long as its form.
#pragma once

#include "app/server/server_account.hpp"
#include "app/studio.hpp"

#include <map>

namespace tw {

/// What somebody types beside the sentence that says what is wrong with it.
struct FormField {
    std::string text = {}, problem = {};
    bool shown = false; ///< of a password: as letters, not as dots
};

struct SignForm {
    FormField first_name, last_name, email, password;
    std::string problem; ///< with no one field
    bool keep = true, busy = false;
    bool fresh = true; ///< takes the keyboard
};

/// The address of a server elsewhere, and what came of asking it.
struct ConnectForm {
    FormField address;
    std::string problem;
    bool busy = false, fresh = true;
};

/// What a page fetches when it is looked at.
enum class Fetch : std::uint8_t { wanted, under_way, done, failed };

struct AccountView {
    Fetch fetch = Fetch::wanted;
    ServerAnswer trouble;
    FormField first_name, last_name, old_password, new_password;
    std::string password_problem;
    bool saving = false, changing = false;
    std::string legacy_token;
    bool legacy_shown = false;
    bool legacy_allowed = true, personal_allowed = true;
    std::vector<std::string> tokens; ///< what is shown of the personal ones: header.payload
    std::string new_token;           ///< the one just made, whole: never again
};

struct Member {
    ServerUser user;
    std::string last_activity; ///< ISO
    bool changing = false;
};

struct MembersView {
    Fetch fetch = Fetch::wanted;
    ServerAnswer trouble;
    std::vector<Member> members;
    std::int64_t count = 0;
    std::string invite_url; ///< admins only
    std::optional<Member> removing;
};

struct ReportView {
    Fetch fetch = Fetch::wanted;
    ServerAnswer trouble;
    Json report;
    Json switches; ///< which kinds of token the organization takes
};

struct ServerPages {
    SignForm sign_in, sign_up;
    ConnectForm connect;
    AccountView account;
    MembersView members;
    ReportView report;
    std::map<std::string, double, std::less<>> heights; ///< of cards and pages in the last frame
};

/// Is that place of the address one of these pages ("sign-in", "account", ...)?
bool is_server_place(std::string_view place);
/// One has gone there: what it shows is fetched anew.
void begin_server_page(Studio& studio);
void draw_server_page(Studio& studio, const Rect& box_px);

void draw_sign_in_page(Studio& studio, const Rect& box_px);
/// In place of the sign-in page where the page's own origin has no server: to which one?
void draw_connect_page(Studio& studio, const Rect& box_px);
void draw_sign_up_page(Studio& studio, const Rect& box_px);
void draw_account_page(Studio& studio, const Rect& box_px);
void draw_members_page(Studio& studio, const Rect& box_px);
void draw_report_page(Studio& studio, const Rect& box_px);
/// Of the members page; above everything.
void draw_remove_member_dialog(Studio& studio);

} // namespace tw
