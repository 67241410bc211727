// `tagwright user`: accounts from the command line, for whoever owns the data directory.
#include "cli/serve.hpp"
#include "services/accounts.hpp"
#include "services/api_tokens.hpp"
#include "services/members.hpp"

#include <istream>
#include <ostream>

#include <fmt/format.h>

namespace tw::cli {
namespace {

using namespace server;

struct UserOptions {
    NewUser user;
    std::string role = "annotator";
    bool reset = false, json = false;
};

/// The password given, or the next line of standard input.
std::string password_of(const UserOptions& options, Streams streams) {
    std::string password = options.user.password;
    if (password.empty()) {
        streams.err << "Password: " << std::flush;
        std::getline(streams.in, password);
    }
    return password;
}

Json line_of(const UserRow& user, std::string_view role, bool with_token) {
    Json line = {{"id", user.id}, {"email", user.email}, {"username", user.username}, {"role", role}};
    if (with_token)
        line["token"] = user.legacy_token;
    return line;
}

int add(OpenedData& data, const UserOptions& options, Streams streams) {
    NewUser user = options.user;
    user.role = role_from(options.role);
    const auto added = add_user(data.services(), user);
    if (!added)
        return report(added.error(), streams);
    const auto role = data.services().database.read([&](Transaction& transaction) -> Result<std::string> {
        return std::string(to_string(
            role_in(transaction, added->active_organization.value_or(0), added->id).value_or(Role::annotator)));
    });
    streams.out << dump_json(line_of(*added, role.value_or("annotator"), true)) << '\n';
    return 0;
}

int list(OpenedData& data, const UserOptions& options, Streams streams) {
    const auto lines = data.services().database.read([&](Transaction& transaction) -> Result<Json> {
        Json all = Json::array();
        for (const UserRow& user : all_users(transaction)) {
            const auto identity = identity_by_user(transaction, user.id);
            all.push_back(line_of(user, identity ? identity->role : "", false));
        }
        return all;
    });
    if (!lines)
        return report(lines.error(), streams);
    if (options.json) {
        streams.out << dump_json(*lines, 2) << '\n';
        return 0;
    }
    for (const Json& line : *lines)
        streams.out << fmt::format("{:>4}  {:<10}  {}\n", line["id"].get<std::int64_t>(), string_or(line, "role", ""),
                                   string_or(line, "email", ""));
    return 0;
}

int passwd(OpenedData& data, const UserOptions& options, Streams streams) {
    if (const auto set = set_password(data.services(), options.user.email, password_of(options, streams)); !set)
        return report(set.error(), streams);
    streams.err << "The password was changed; all sessions of " << options.user.email << " have ended.\n";
    return 0;
}

int token(OpenedData& data, const UserOptions& options, Streams streams) {
    const auto user = data.services().database.read([&](Transaction& transaction) -> Result<UserRow> {
        auto found = find_user_by_email(transaction, options.user.email);
        if (!found)
            return fail("not-found", fmt::format("There is no user with the email {}.", options.user.email));
        return std::move(*found);
    });
    if (!user)
        return report(user.error(), streams);
    Caller caller;
    caller.user_id = user->id;
    const auto shown =
        options.reset ? reset_legacy_token(data.services(), caller) : Result<std::string>(user->legacy_token);
    if (!shown)
        return report(shown.error(), streams);
    streams.out << *shown << '\n';
    return 0;
}

using Run = int (*)(OpenedData&, const UserOptions&, Streams);

CLI::App* command(CLI::App& parent, const std::string& name, const std::string& help,
                  const std::shared_ptr<UserOptions>& options, Run run, Streams streams, int& status) {
    CLI::App* const added = parent.add_subcommand(name, help);
    const auto flags = add_setting_flags(*added, false);
    added->callback([flags, options, run, streams, &status] {
        const auto data = open_data(*flags);
        status = data ? run(**data, *options, streams) : report(data.error(), streams);
    });
    return added;
}

} // namespace

void add_users(CLI::App& app, Streams streams, int& status) {
    CLI::App* const user = app.add_subcommand("user", "Accounts: add, list, passwd, token");
    user->require_subcommand(1);
    user->footer("They work on the data directory itself (--data), also while a server runs.");
    const auto options = std::make_shared<UserOptions>();
    CLI::App* const adding =
        command(*user, "add", "Make an account; the first one is the administrator", options, add, streams, status);
    adding->add_option("EMAIL", options->user.email, "Who signs in")->required();
    adding->add_option("--password", options->user.password, "8 to 128 characters; without it only the token lets in")
        ->envname("TAGWRIGHT_USER_PASSWORD");
    adding->add_option("--role", options->role, "admin, manager, reviewer or annotator")
        ->check(CLI::IsMember({"admin", "manager", "reviewer", "annotator"}));
    adding->add_option("--token", options->user.legacy_token, "API token instead of a random one");
    adding->add_option("--username", options->user.username, "Name, if not the part of the email before the @");
    adding->add_option("--first-name", options->user.first_name, "First name");
    adding->add_option("--last-name", options->user.last_name, "Last name");
    CLI::App* const listing = command(*user, "list", "List the accounts", options, list, streams, status);
    listing->add_flag("--json", options->json, "As JSON");
    CLI::App* const changing = command(*user, "passwd", "Set a password; it is read from standard input unless given",
                                       options, passwd, streams, status);
    changing->add_option("EMAIL", options->user.email, "Whose")->required();
    changing->add_option("--password", options->user.password, "The new password")->envname("TAGWRIGHT_USER_PASSWORD");
    CLI::App* const showing = command(*user, "token", "Show an account's API token", options, token, streams, status);
    showing->add_option("EMAIL", options->user.email, "Whose")->required();
    showing->add_flag("--reset", options->reset, "Replace it; the old one stops working");
}

} // namespace tw::cli
