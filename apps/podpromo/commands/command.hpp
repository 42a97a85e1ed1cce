#pragma once

#include "base/clock.hpp"
#include "interrupt.hpp"
#include "studio/settings.hpp"
#include "terminal/screen.hpp"

#include <filesystem>
#include <functional>
#include <string>

#include <CLI/CLI.hpp>

namespace podpromo {

// What every command may use.
struct Desk {
  const Settings& settings;
  Screen& screen;
  const Clock& clock;
  Interrupt& interrupt;
};

// A command that was parsed and waits to be run; returns the exit code, or the error to be told.
using Run = std::function<Result<int>(const Desk&)>;

// Each adds a subcommand to `app`, and puts what it does into `chosen` when it is the one that was asked for.
void add_clip_command(CLI::App& app, Run& chosen);
void add_transcribe_command(CLI::App& app, Run& chosen);
void add_serve_command(CLI::App& app, Run& chosen);
void add_upload_command(CLI::App& app, Run& chosen);
void add_token_command(CLI::App& app, Run& chosen);
void add_words_command(CLI::App& app, Run& chosen);
void add_models_command(CLI::App& app, Run& chosen);
void add_doctor_command(CLI::App& app, Run& chosen);
void add_eval_command(CLI::App& app, Run& chosen);
void add_completions_command(CLI::App& app, Run& chosen);

// Three short lines at most: what, why, what to do.
void tell(Screen& screen, const Error& error);
// The same error with the name of the file that it is about, if it doesn't say it.
Error told_of(const std::filesystem::path& file, Error error);
// Says so when there is no model that tells voices apart.
void tell_if_nobody_is_told_apart(const fs::path& speaker_model, Screen& screen);

}  // namespace podpromo
