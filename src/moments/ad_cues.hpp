#pragma once

#include <cstddef>
#include <span>
#include <string>

namespace podpromo {

// How many cues of advertising are in the tokens (see ad_token_of) of a sentence: openers, addresses, codes, offers,
// calls to action and small print, at most two of each.
std::size_t ad_cues_in(std::span<const std::string> ad_tokens);

// The sentence begins a read: "brought to you by", "is sponsored by", "a word from our".
bool opens_an_ad(std::span<const std::string> ad_tokens);

// "Now let's talk about …", "back to the show": an ad is over.
bool goes_back_to_talk(std::span<const std::string> ad_tokens);

// The sentence sells or asks for something: what no clip should be about.
bool is_promotional(std::span<const std::string> ad_tokens);

}  // namespace podpromo
