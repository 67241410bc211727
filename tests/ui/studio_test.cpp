// The whole studio without a window: a person's way from an empty start page to exported annotations, and the ways things
// go wrong.
#include "studio_bench.hpp"

using namespace tw;
using test::Device;
using test::StudioBench;

namespace {

AppOptions at(std::string address) {
    AppOptions options;
    options.address = std::move(address);
    return options;
}

constexpr const char* text_config = R"(<View>
  <Labels name="ner" toName="text"><Label value="Person"/><Label value="Place"/></Labels>
  <Text name="text" value="$text"/>
  <Choices name="mood" toName="text" choice="single"><Choice value="Good"/><Choice value="Bad"/></Choices>
</View>)";

PickedFile file(std::string name, std::string_view text, std::string mime = "") {
    return {std::move(name), std::move(mime), Bytes(text.begin(), text.end())};
}

/// From nothing to the first task of a project of two lines of text.
void make_text_project(StudioBench& studio) {
    studio.app->drop_files(
        {file("lines.txt", "Ada met Grace in London.\nSecond line\n"), file("config.xml", text_config)});
    studio.settle();
    studio.click("button", "Create project");
}

const SemanticNode* starting(const StudioBench& studio, std::string_view role, std::string_view beginning) {
    for (const SemanticNode& node : studio.app->semantics().nodes())
        if (node.role == role && node.name.starts_with(beginning))
            return &node;
    return nullptr;
}

} // namespace

TEST_CASE("studio: the empty start page offers what one can do") {
    Device device;
    StudioBench studio(&device);
    CHECK(studio.find("button", "New project"));
    CHECK(studio.find("button", "Choose files"));
    CHECK(studio.host.addresses.back() == "#/local");
}

TEST_CASE("studio: create, label, reload, and all of it is there again") {
    Device device;
    std::string address;
    {
        StudioBench studio(&device);
        make_text_project(studio);
        REQUIRE(studio.call("inspect")["page"] == "labeling");
        address = studio.host.addresses.back();
        CHECK(address == "#/local/projects/1/tasks/1");
        CHECK(studio.find("status", "Task 1 of 2"));
        studio.click("radio", "Good");
        CHECK(studio.call("result").size() == 1);
        CHECK(studio.find("status", "Saved here"));
        studio.click("tab", "History");
        REQUIRE(starting(studio, "option", "Changed a choice"));
        studio.click("option", "Opened");
        CHECK(studio.call("result").empty());
        studio.click(starting(studio, "option", "Changed a choice")->rect_px.center());
        CHECK(studio.call("result").size() == 1);
        device.storage.kill(); // the tab dies; what was called saved stays
    }
    StudioBench again(&device, at(address), {1280, 800}, 2);
    REQUIRE(again.call("inspect")["page"] == "labeling");
    const Json result = again.call("result");
    REQUIRE(result.size() == 1);
    CHECK(result[0]["value"]["choices"][0] == "Good");
    CHECK(again.node("radio", "Good").checked == true);
}

TEST_CASE("studio: a text is marked with the pointer, relabelled, undone") {
    Device device;
    StudioBench studio(&device);
    make_text_project(studio);
    studio.key("1");
    const Json where = studio.call("locate", {{"object", "text"}, {"start_utf16", 0}, {"end_utf16", 3}});
    REQUIRE(where.size() == 1);
    const double y = where[0]["y"].get<double>() + where[0]["height"].get<double>() / 2;
    const double x = where[0]["x"].get<double>();
    studio.drag({x + 1, y}, {x + where[0]["width"].get<double>() - 1, y});
    Json result = studio.call("result");
    REQUIRE(result.size() == 1);
    CHECK(result[0]["value"]["text"] == "Ada");
    CHECK(result[0]["value"]["labels"][0] == "Person");
    const SemanticNode* row = starting(studio, "listitem", "Person");
    REQUIRE(row);
    studio.click(row->rect_px.center());
    CHECK(studio.call("inspect")["selected"].size() == 1);
    studio.click("combobox", "Change the label");
    studio.click("option", "Place");
    result = studio.call("result");
    CHECK(result[0]["value"]["labels"][0] == "Place");
    studio.type_into("Note", "sure");
    CHECK(studio.call("result")[0]["meta"]["text"][0] == "sure");
    studio.key("escape");
    studio.click("button", "Undo");
    studio.click("button", "Undo");
    CHECK(studio.call("result")[0]["value"]["labels"][0] == "Person");
    studio.click("tab", "JSON");
    CHECK(studio.find("textbox", "JSON")->value.find("\"Ada\"") != std::string::npos);
    studio.click("button", "Copy JSON");
    CHECK(studio.host.clipboard.find("\"Ada\"") != std::string::npos);
}

TEST_CASE("studio: submit marks a task done, next goes on, export gives Label Studio JSON back") {
    Device device;
    StudioBench studio(&device);
    make_text_project(studio);
    studio.click("radio", "Bad");
    studio.click("button", "Submit");
    CHECK(studio.find("button", "Update"));
    studio.click("button", "Next task");
    CHECK(studio.host.addresses.back() == "#/local/projects/1/tasks/2");
    studio.click("radio", "Good"); // left as a draft
    studio.click("button", "Export");
    REQUIRE(studio.host.downloads.size() == 1);
    const Json tasks = *parse_json(studio.host.downloads[0].bytes);
    REQUIRE(tasks.size() == 2);
    CHECK(tasks[0]["annotations"][0]["result"][0]["value"]["choices"][0] == "Bad");
    CHECK(tasks[0]["data"]["text"] == "Ada met Grace in London.");
    CHECK(tasks[1]["annotations"].empty());
    CHECK(tasks[1]["drafts"][0]["result"][0]["value"]["choices"][0] == "Good");

    // The same comes back by import.
    Device other;
    StudioBench second(&other, {}, {1280, 800}, 3);
    second.app->drop_files({file("tasks.json", studio.host.downloads[0].bytes), file("config.xml", text_config)});
    second.settle();
    second.click("button", "Create project");
    CHECK(same_json(second.call("result")[0]["value"], tasks[0]["annotations"][0]["result"][0]["value"]));
    second.click("button", "Next task");
    CHECK(second.call("result")[0]["value"]["choices"][0] == "Good");
}

TEST_CASE("studio: two tabs on one task merge and show it") {
    Device device;
    StudioBench first(&device);
    make_text_project(first);
    StudioBench second(&device, at("#/local/projects/1/tasks/1"), {1280, 800}, 2);
    first.tab.others = {&second.tab};
    second.tab.others = {&first.tab};
    ImGui::SetCurrentContext(first.imgui.context());
    first.click("radio", "Good");
    ImGui::SetCurrentContext(second.imgui.context());
    second.settle();
    CHECK(second.node("radio", "Good").checked == true);
    second.click("radio", "Bad");
    ImGui::SetCurrentContext(first.imgui.context());
    first.settle();
    CHECK(first.node("radio", "Bad").checked == true);
    CHECK(same_json(first.call("result"), second.call("result")));
}

TEST_CASE("studio: a full disk is said, nothing on screen is lost, and saving resumes") {
    Device device;
    StudioBench studio(&device);
    make_text_project(studio);
    device.storage.faults().fail_write = 1;
    device.storage.faults().fail_ever_after = true;
    studio.click("radio", "Good");
    CHECK(studio.find("status", "Not saved"));
    CHECK(starting(studio, "alert", "There is no room left"));
    CHECK(studio.node("radio", "Good").checked == true);
    studio.click("button", "Export");
    REQUIRE(!studio.host.downloads.empty());
    CHECK(studio.host.downloads[0].bytes.find("Good") != std::string::npos);
    device.storage.faults() = {};
    studio.click("button", "Try again");
    CHECK(studio.find("status", "Saved here"));
}

TEST_CASE("studio: bad files and bad configs are named, the rest goes on") {
    Device device;
    StudioBench studio(&device);
    studio.app->drop_files(
        {file("a.txt", "one\n"), file("empty.png", ""), file("odd.bin", "x"), file("broken.json", "[{\"a\": 1},")});
    studio.settle();
    CHECK(starting(studio, "listitem", "empty.png cannot be used"));
    CHECK(starting(studio, "listitem", "odd.bin cannot be used"));
    CHECK(starting(studio, "listitem", "broken.json cannot be used"));
    CHECK(starting(studio, "status", "1 task"));
    CHECK(starting(studio, "status", "The config is fine."));
    studio.click("button", "Cancel");
    studio.app->drop_files({file("config.xml", "<View>\n  <Text name=\"t\" value=\"$t\">\n</View>")});
    studio.settle();
    CHECK(starting(studio, "listitem", "line 3"));
    CHECK(studio.node("button", "Create project").disabled);
}

TEST_CASE("studio: a project is deleted only by its name") {
    Device device;
    StudioBench studio(&device);
    make_text_project(studio);
    studio.click("button", "Back to all projects");
    CHECK(studio.find("link", "lines"));
    studio.click("button", "Delete project");
    CHECK(studio.find("dialog", "Delete project"));
    studio.type("line");
    const auto confirm = [&]() -> const SemanticNode* {
        const SemanticNode* last = nullptr;
        for (const SemanticNode& node : studio.app->semantics().nodes())
            if (node.id == "delete:yes")
                last = &node;
        return last;
    };
    REQUIRE(confirm());
    CHECK(confirm()->disabled);
    studio.type("s");
    REQUIRE(!confirm()->disabled);
    studio.click(confirm()->rect_px.center());
    CHECK(!studio.find("link", "lines"));
    StudioBench again(&device, at("#/local/projects/1"), {1280, 800}, 2);
    CHECK(again.call("inspect")["page"] == "missing");
}

TEST_CASE("studio: pages draw 2,000 tasks and 10,000 regions, showing what is on screen only") {
    Device device;
    StudioBench studio(&device);
    std::string lines, result = "[";
    for (int i = 0; i < 1999; ++i)
        lines += "Line number " + std::to_string(i) + "\n";
    std::string text;
    for (int i = 0; i < 10000; ++i) {
        text += "word ";
        result += std::string(i ? "," : "") + R"({"id":"r)" + std::to_string(i) +
                  R"(","from_name":"ner","to_name":"text","type":"labels","value":{"start":)" + std::to_string(i * 5) +
                  ",\"end\":" + std::to_string(i * 5 + 4) + R"(,"text":"word","labels":["Person"]}})";
    }
    result += "]";
    const std::string json = R"([{"data":{"text":")" + text + R"("},"annotations":[{"result":)" + result + "}]}]";
    studio.app->drop_files({file("huge.json", json), file("lines.txt", lines), file("config.xml", text_config)});
    studio.settle();
    studio.click("button", "Create project");
    REQUIRE(studio.call("inspect")["regions"] == 10000);
    CHECK(studio.app->semantics().nodes().size() < 400);
    CHECK(studio.find("status", "Task 1 of 2000"));
    studio.click("button", "huge");
    CHECK(studio.call("inspect")["page"] == "tasks");
    CHECK(studio.app->semantics().nodes().size() < 100);
}

TEST_CASE("studio: every page stands on a phone and in Chinese") {
    Device device;
    for (const char* language : {"en", "zh-CN"})
        for (const Size size : {Size{1280, 800}, Size{390, 800}, Size{320, 480}}) {
            CAPTURE(language);
            CAPTURE(size.w);
            Device fresh;
            AppOptions options;
            options.language = language;
            StudioBench studio(&fresh, options, size);
            for (const SemanticNode& node : studio.app->semantics().nodes()) {
                CAPTURE(node.name);
                CHECK(!node.name.starts_with("["));
                CHECK(node.rect_px.right() <= size.w + 0.5);
            }
            studio.app->drop_files({file("lines.txt", "a\n"), file("config.xml", text_config)});
            studio.settle();
            const std::string create =
                std::string(language) == "en" ? "Create project" : "\xE5\x88\x9B\xE5\xBB\xBA\xE9\xA1\xB9\xE7\x9B\xAE";
            studio.click("button", create);
            CHECK(studio.call("inspect")["page"] == "labeling");
            for (const SemanticNode& node : studio.app->semantics().nodes()) {
                CAPTURE(node.name);
                CHECK(!node.name.starts_with("["));
                CHECK(node.rect_px.right() <= size.w + 0.5);
            }
        }
}

TEST_CASE("studio: a long history is kept as a snapshot and the ops after it") {
    Device device;
    Json before;
    std::string document_uid;
    {
        StudioBench studio(&device);
        make_text_project(studio);
        document_uid = studio.call("annotations")[0]["unique_id"];
        for (int i = 0; i < 230; ++i) {
            studio.call("run", {{"action", "choice:toggle"},
                                {"argument", {{"control", "mood"}, {"value", i % 2 ? "Good" : "Bad"}}}});
            studio.frame();
        }
        studio.settle();
        before = studio.call("result");
        device.storage.kill();
    }
    const auto records = test::await<DocumentRecords>(
        [&](Completion<DocumentRecords> done) { device.storage.op_log().read_document(document_uid, std::move(done)); },
        [&] { device.storage.run_completions(); });
    REQUIRE(records);
    CHECK(!records->snapshot.json.empty());
    CHECK(records->ops.size() < 200);
    StudioBench again(&device, at("#/local/projects/1/tasks/1"), {1280, 800}, 2);
    CHECK(same_json(again.call("result"), before));
}

TEST_CASE("studio: a tab killed at any moment has everything that was called saved") {
    for (std::uint64_t seed = 1; seed <= 20; ++seed) {
        CAPTURE(seed);
        Device device;
        std::vector<Json> states;
        std::size_t saved = 0;
        {
            StudioBench studio(&device, {}, {1280, 800}, seed);
            make_text_project(studio);
            states.push_back(studio.call("result"));
            test::SeededRandom chance(seed);
            for (std::size_t left = 3 + chance.below(12); left > 0; --left) {
                if (chance.one_in(2)) {
                    studio.call("run",
                                {{"action", "choice:toggle"},
                                 {"argument", {{"control", "mood"}, {"value", chance.one_in(2) ? "Good" : "Bad"}}}});
                    states.push_back(studio.call("result"));
                }
                studio.frame();
                if (studio.find("status", "Saved here"))
                    saved = states.size() - 1;
            }
            device.storage.kill();
        }
        StudioBench again(&device, at("#/local/projects/1/tasks/1"), {1280, 800}, seed + 100);
        const Json found = again.call("result");
        bool known = false;
        for (std::size_t i = saved; i < states.size(); ++i)
            known |= same_json(found, states[i]);
        CHECK(known);
    }
}

TEST_CASE("studio: everything can be done by key") {
    Device device;
    StudioBench studio(&device);
    make_text_project(studio);
    studio.key("f6"); // leaves the canvas
    bool found = false;
    for (int i = 0; i < 60 && !found; ++i) {
        studio.key("tab");
        const SemanticNode* good = studio.find("radio", "Good");
        found = good && good->focused;
    }
    REQUIRE(found);
    studio.key("space");
    CHECK(studio.node("radio", "Good").checked == true);
    studio.key("ctrl+z");
    CHECK(studio.node("radio", "Good").checked == false);
    studio.key("shift+?");
    CHECK(studio.find("dialog", "Hotkeys"));
    studio.key("escape");
    CHECK(!studio.find("dialog", "Hotkeys"));
    studio.key("ctrl+enter");
    CHECK(studio.find("button", "Update"));
}

TEST_CASE("studio: an idle page asks for no frame") {
    Device device;
    StudioBench studio(&device);
    make_text_project(studio);
    studio.host.frame_in_ms = std::numeric_limits<double>::infinity();
    for (int i = 0; i < 3; ++i) {
        studio.clock.advance(10'000); // notices are gone
        studio.frame();
    }
    studio.host.frame_in_ms = std::numeric_limits<double>::infinity();
    studio.frame();
    CHECK(!studio.host.frame_wanted);
    CHECK(!studio.app->busy());
    CHECK(std::isinf(studio.host.frame_in_ms));
}

TEST_CASE("embedding: open is answered once shown, result and run work, close forgets") {
    AppOptions options;
    options.embedded = true;
    StudioBench studio(nullptr, options);
    const auto event = [&](std::string_view type) {
        for (const auto& [name, detail] : studio.host.events)
            if (name == type)
                return detail;
        return Json();
    };
    CHECK(studio.call("open", {{"config", "<View"}, {"task", {{"data", Json::object()}}}})["error"]["code"] ==
          "xml-syntax");
    CHECK(studio.call("open", Json::object())["error"]["code"] == "open-config");
    const Json opened = studio.call("open", {{"config", text_config},
                                             {"task", {{"id", 7}, {"data", {{"text", "Ada in Paris"}}}}},
                                             {"annotation",
                                              {{"id", 3},
                                               {"result", Json::array({{{"from_name", "mood"},
                                                                        {"to_name", "text"},
                                                                        {"type", "choices"},
                                                                        {"value", {{"choices", {"Bad"}}}}}})}}}});
    REQUIRE(opened["pending"] == 1);
    CHECK(event("opened").is_null());
    studio.settle();
    CHECK(event("opened")["n"] == 1);
    CHECK(event("opened")["ok"] == true);
    CHECK(studio.call("result")[0]["value"]["choices"][0] == "Bad");
    CHECK(studio.call("annotations")[0]["id"] == 3);
    CHECK(studio.call("run", {{"action", "label:choose"}, {"argument", "Place"}}) == true);
    CHECK(studio.call("run", {{"action", "no:such"}}) == false);
    studio.settle();
    CHECK(studio.node("button", "Place").pressed == true);
    studio.click("radio", "Good");
    CHECK(!event("change").is_null());
    bool undo_listed = false;
    for (const Json& action : studio.call("actions"))
        if (action["id"] == "annotation:undo") {
            undo_listed = true;
            CHECK(action["enabled"] == true);
            CHECK(action["title"] == "Undo");
        }
    CHECK(undo_listed);
    CHECK(studio.call("locate", {{"widget", "Submit"}, {"role", "button"}}).size() == 1);
    CHECK(studio.call("locate", {{"object", "text"}, {"start_utf16", 0}, {"end_utf16", 3}}).size() == 1);
    CHECK(studio.call("locate", {{"region", "nowhere"}}).empty());
    studio.click("button", "Submit");
    CHECK(!event("submit").is_null());
    CHECK(studio.call("inspect")["save"] == "none");
    studio.call("close");
    studio.settle();
    CHECK(studio.call("result").empty());
    CHECK(studio.call("inspect")["page"] == "closed");
}
