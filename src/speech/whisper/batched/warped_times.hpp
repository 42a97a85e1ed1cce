#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace podpromo {

// How much one head looks at each frame of 20 ms while each token is read: a row of `frames` shares per token.
struct HeadAttention {
  std::vector<float> shares;
};

// The attention of all alignment heads while a text is read whose tokens are known.
struct TextAttention {
  std::size_t tokens = 0;  // the prompt's, the text's and the end
  std::size_t frames = 0;
  std::vector<HeadAttention> heads;
};

// Where the tokens of a text end, in frames. While a token is read, the heads look at where the next one is spoken; so
// the first row that counts, `prompt − 1`, belongs to the first token after the prompt, and a token ends where the one
// after it begins. The rows are matched with the frames by dynamic time warping. As many as there are tokens between
// the prompt and the end, in order.
std::vector<std::size_t> token_ends(const TextAttention& attention, std::size_t prompt);

}  // namespace podpromo
