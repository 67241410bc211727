#include "api/page_words.hpp"

#include "base/number.hpp"
#include "base/text.hpp"

#include <algorithm>
#include <string>

namespace tw::server {
namespace {

struct Entry {
    Word word;
    std::string_view en, zh_cn;
};

constexpr Entry entries[] = {
    {Word::sign_in, "Sign in", "登录"},
    {Word::sign_up, "Create account", "注册"},
    {Word::sign_in_title, "Sign in to Tagwright", "登录 Tagwright"},
    {Word::sign_up_title, "Create your account", "创建账号"},
    {Word::first_title, "Welcome to Tagwright", "欢迎使用 Tagwright"},
    {Word::first_text, "This server is new. The first account is its administrator and can invite everybody else.",
     "这是一台新服务器。第一个账号将成为管理员，可以邀请其他成员。"},
    {Word::invited_text, "You have been invited to join a team.", "您已受邀加入团队。"},
    {Word::email, "Email", "邮箱"},
    {Word::password, "Password", "密码"},
    {Word::password_hint, "8 to 128 characters", "8 到 128 个字符"},
    {Word::keep, "Keep me signed in on this device", "在此设备上保持登录"},
    {Word::no_account, "No account yet?", "还没有账号？"},
    {Word::have_account, "Already have an account?", "已有账号？"},
    {Word::sign_in_button, "Sign in", "登录"},
    {Word::sign_up_button, "Create account", "创建账号"},
    {Word::first_button, "Create administrator account", "创建管理员账号"},
    {Word::wrong, "The email and password you entered don't match.", "邮箱与密码不匹配。"},
    {Word::too_many, "Too many attempts. Wait a little and try again.", "尝试次数过多，请稍候再试。"},
    {Word::bad_email, "Enter a valid email address.", "请输入有效的邮箱地址。"},
    {Word::known_email, "User with this email already exists.", "该邮箱已被注册。"},
    {Word::bad_password, "Please enter a password 8-128 characters in length", "请输入 8 到 128 个字符的密码。"},
    {Word::bad_invite, "This invitation is not valid any more. Ask for a new link.", "该邀请已失效，请索取新的链接。"},
    {Word::need_invite, "Accounts are made by invitation here. Ask an administrator for a link.",
     "此服务器仅限受邀注册，请向管理员索取邀请链接。"},
    {Word::csrf_title, "Please try again", "请重试"},
    {Word::csrf_text, "This form was open for too long or came from another place, so nothing was done.",
     "该表单打开时间过长或来源不明，未执行任何操作。"},
    {Word::connect_title, "Connect {}", "连接 {}"},
    {Word::connect_text, "The page at {} wants to work with this server in your name.",
     "位于 {} 的页面希望以您的身份使用此服务器。"},
    {Word::connect_button, "Continue as {}", "以 {} 的身份继续"},
    {Word::connect_refused,
     "Pages of that address may not use this server. An administrator can allow it (--allow-origin).",
     "该地址的页面不允许使用此服务器。管理员可以通过 --allow-origin 允许它。"},
    {Word::api_only,
     "The server is running. It was started without the studio, so only its API and the sign-in pages are here.",
     "服务器正在运行。启动时未包含标注工作室，此处仅提供 API 与登录页面。"},
    {Word::connected, "Connected. You can close this window.", "已连接，可以关闭此窗口。"},
};

} // namespace

Language language_of(std::string_view accept_language) {
    Language best = Language::en;
    double best_weight = 0;
    for (const std::string& part : split_trimmed(accept_language, ',')) {
        const std::size_t semicolon = std::min(part.find(';'), part.size());
        const std::string name = to_lower_ascii(trim(std::string_view(part).substr(0, semicolon)));
        const std::size_t q = part.find("q=", semicolon);
        const double weight =
            q == std::string::npos ? 1 : parse_double(trim(std::string_view(part).substr(q + 2))).value_or(0);
        const bool chinese = name.starts_with("zh");
        // Of two that are wanted alike, the first; languages we do not have do not count.
        if ((chinese || name.starts_with("en")) && weight > best_weight) {
            best = chinese ? Language::zh_cn : Language::en;
            best_weight = weight;
        }
    }
    return best;
}

std::string_view code_of(Language language) {
    return language == Language::zh_cn ? "zh-CN" : "en";
}

std::string_view say(Language language, Word word) {
    for (const Entry& entry : entries)
        if (entry.word == word)
            return language == Language::zh_cn ? entry.zh_cn : entry.en;
    return {};
}

} // namespace tw::server
