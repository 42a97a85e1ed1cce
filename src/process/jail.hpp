#pragma once

#include <filesystem>
#include <string_view>
#include <vector>

namespace podpromo {

// What a program that reads bytes from strangers may touch. Of the files it sees the system's programs, libraries and
// fonts, what `reads` names and what `writes` names, and nothing else. It may start threads, but no other program; it
// has no network, no other process, no way to change owners or rights of files, and none of our environment. What it
// is used to from a user's home, such as fonts, it does not find.
struct Jail {
  std::vector<std::filesystem::path> reads = {};   // files, and folders with all that is in them
  std::vector<std::filesystem::path> writes = {};  // the same, to change too; in a folder it may make and delete files
};

// One wall of the jail, and whether the kernel we run on has it. Where one is missing, jailed programs run within the
// others.
struct JailWall {
  std::string_view name;
  std::string_view purpose;  // a clause: "a media file reaches no other file"
  bool stands = false;
};

// All of them, the same at every call.
const std::vector<JailWall>& jail_walls();

}  // namespace podpromo
