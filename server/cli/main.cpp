// The command line. Links core only.
#include "cli/cli.hpp"

#include <iostream>

int main(int argc, char** argv) {
    return tw::cli::run(std::vector<std::string>(argv + 1, argv + argc), {std::cin, std::cout, std::cerr});
}
