// doctest's main, and a listener that ends the output with one line for each failed case: tests/run_all.py repeats those
// lines in its summary.
#define DOCTEST_CONFIG_IMPLEMENT_WITH_MAIN
#include <doctest/doctest.h>

#include <cstdio>
#include <string>
#include <vector>

namespace {

struct FailureList : doctest::IReporter {
    explicit FailureList(const doctest::ContextOptions&) {}

    void test_case_start(const doctest::TestCaseData& data) override { current_ = &data; }
    void test_case_end(const doctest::CurrentTestCaseStats& stats) override {
        if (!stats.testCaseSuccess)
            failures_.push_back(std::string(current_->m_name) + " (" + current_->m_file.c_str() + ":" +
                                std::to_string(current_->m_line) + ")");
    }
    void test_run_end(const doctest::TestRunStats&) override {
        for (const auto& line : failures_)
            std::printf("FAILED %s\n", line.c_str());
    }

    void report_query(const doctest::QueryData&) override {}
    void test_run_start() override {}
    void test_case_reenter(const doctest::TestCaseData&) override {}
    void test_case_exception(const doctest::TestCaseException&) override {}
    void subcase_start(const doctest::SubcaseSignature&) override {}
    void subcase_end() override {}
    void log_assert(const doctest::AssertData&) override {}
    void log_message(const doctest::MessageData&) override {}
    void test_case_skipped(const doctest::TestCaseData&) override {}

private:
    const doctest::TestCaseData* current_ = nullptr;
    std::vector<std::string> failures_;
};

} // namespace

DOCTEST_REGISTER_LISTENER("failure_list", 1, FailureList);
