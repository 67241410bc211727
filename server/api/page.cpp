#include "api/page.hpp"

#include "services/secrets.hpp"

namespace tw::server {
namespace {

// The colours are those of assets/theme; the corners and spaces too.
constexpr std::string_view style = R"(
:root { --page: #f5f5f7; --surface: #fff; --border: #e2e2e7; --strong: #7e7e88; --text: #1c1c22; --muted: #5c5c68;
  --link: #3b4fc4; --accent: #4a5bd4; --hover: #3d4dc0; --on: #fff; --danger: #c02634; --danger-soft: #fdebec; color-scheme: light dark; }
@media (prefers-color-scheme: dark) { :root { --page: #17171b; --surface: #212127; --border: #35353e; --strong: #8a8a96;
  --text: #ececf1; --muted: #a8a8b5; --link: #a3b0ff; --accent: #5f70e8; --hover: #7080f0; --on: #fff; --danger: #ff8f97; --danger-soft: #40252a; } }
* { box-sizing: border-box; }
body { margin: 0; min-height: 100vh; min-height: 100dvh; display: grid; place-items: center; padding: 24px 16px; background: var(--page);
  color: var(--text); font: 15px/1.5 system-ui, "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif; }
main { width: 100%; max-width: 380px; background: var(--surface); border: 1px solid var(--border); border-radius: 12px; padding: 32px 28px; overflow-wrap: anywhere; }
.brand { display: flex; align-items: center; gap: 8px; font-weight: 600; margin-bottom: 24px; }
.brand svg { width: 22px; height: 22px; color: var(--accent); }
h1 { font-size: 20px; line-height: 1.3; margin: 0 0 8px; }
p { margin: 0 0 16px; color: var(--muted); }
label { display: block; margin: 16px 0 4px; font-size: 13px; font-weight: 500; }
input:not([type=checkbox]) { width: 100%; font: inherit; color: inherit; background: var(--surface); border: 1px solid var(--strong); border-radius: 6px; padding: 9px 12px; }
input[aria-invalid=true] { border-color: var(--danger); }
.hint { font-size: 13px; color: var(--muted); margin: 4px 0 0; }
.check { display: flex; align-items: center; gap: 8px; margin-top: 16px; font-size: 14px; font-weight: 400; }
.check input { width: 16px; height: 16px; accent-color: var(--accent); margin: 0; }
button { width: 100%; margin-top: 24px; font: inherit; font-weight: 600; color: var(--on); background: var(--accent); border: 0; border-radius: 6px; padding: 10px 16px; cursor: pointer; }
button:hover { background: var(--hover); }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
a { color: var(--link); }
.other { margin: 24px 0 0; font-size: 14px; text-align: center; }
.field_errors { list-style: none; margin: 6px 0 0; padding: 8px 12px; border-radius: 6px; background: var(--danger-soft); color: var(--danger); font-size: 14px; }
.above { margin: 16px 0 0; }
.wide { max-width: 860px; }
.wide h2 { font-size: 15px; margin: 24px 0 8px; }
.wide ul { list-style: none; margin: 0; padding: 0; }
.wide li { padding: 8px 0; border-top: 1px solid var(--border); }
.wide li b { display: inline-block; min-width: 60px; font-size: 12px; color: var(--muted); }
.wide li span { display: block; padding-left: 64px; color: var(--muted); font-size: 13px; }
@media (max-width: 440px) { body { place-items: start center; padding: 0; background: var(--surface); } main { border: 0; border-radius: 0; padding: 32px 20px; } }
)";

constexpr std::string_view brand =
    R"(<div class="brand"><svg viewBox="0 0 16 16" fill="none" aria-hidden="true"><rect x="1.5" y="3.5" width="13" height="9" )"
    R"(rx="2" stroke="currentColor" stroke-width="2"/><circle cx="5" cy="8" r="1.6" fill="currentColor"/></svg>Tagwright</div>)";

} // namespace

Response html_page(int status, const PageParts& parts) {
    const std::string nonce = random_hex(16);
    std::string html =
        "<!doctype html>\n<html lang=\"" + std::string(code_of(parts.language)) +
        "\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">"
        "<meta name=\"robots\" content=\"noindex\"><title>" +
        html_escape(parts.title) + " · Tagwright</title><style nonce=\"" + nonce + "\">" + std::string(style) +
        "</style></head><body><main" + (parts.wide ? " class=\"wide\"" : "") + ">" + std::string(brand) + parts.body +
        "</main>";
    if (!parts.script.empty())
        html += "<script nonce=\"" + nonce + "\">" + parts.script + "</script>";
    html += "</body></html>\n";
    Response response = text_response(status, std::move(html), "text/html; charset=utf-8");
    response.header("Content-Security-Policy", "default-src 'none'; style-src 'nonce-" + nonce +
                                                   "'; script-src 'nonce-" + nonce +
                                                   "'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'");
    response.header("X-Frame-Options", "DENY").header("X-Content-Type-Options", "nosniff");
    response.header("Referrer-Policy", "same-origin")
        .header("Cache-Control", "no-store")
        .header("Vary", "Accept-Language, Cookie");
    return response;
}

std::string filled(std::string_view template_text, std::string_view value) {
    const std::size_t place = template_text.find("{}");
    if (place == std::string_view::npos)
        return html_escape(template_text);
    return html_escape(template_text.substr(0, place)) + html_escape(value) +
           html_escape(template_text.substr(place + 2));
}

} // namespace tw::server
