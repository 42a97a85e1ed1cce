#include "moments/word_lists.hpp"

#include <array>
#include <unordered_map>

namespace podpromo {

namespace {

struct WordList {
  std::uint32_t kind;
  std::string_view words;  // separated by single spaces
};

constexpr std::array kLists{
    WordList{word_kind::kPresent,
             "is are be being can has there's it's that's they're you're we're will gonna going becomes become means "
             "makes takes gets requires works matters isn't aren't doesn't don't can't won't"},
    WordList{word_kind::kComparative,
             "than better more less worse over most shift change bigger smaller faster harder easier higher lower"},
    WordList{word_kind::kAbsolute,
             "never always every everyone everybody nobody nothing anything everything all none only ever entire "
             "completely absolutely totally exactly literally forever impossible guaranteed zero whole"},
    WordList{word_kind::kInsight,
             "secret truth reality actually lesson lessons realize realized realised realise learned learn surprised "
             "surprising surprisingly insight fundamental fundamentally important matter matters problem problems "
             "reason mistake mistakes wrong right key core believe belief understand myth opposite counterintuitive "
             "paradox advantage power powerful success successful win winning winner change changed changes changing "
             "future world point difference hard"},
    WordList{word_kind::kAddress, "you your you're you've you'll you'd yourself yours yourselves"},
    WordList{word_kind::kStrong,
             "never always biggest most best worst crazy amazing love hate secret mistake important wrong hard "
             "actually truth everyone nobody people you why story incredible insane huge"},
    WordList{word_kind::kStop,
             "a an the of to in on at for with by from as and or but if then so that this these those it its it's is "
             "are was were be been being am do does did have has had i you he she we they me him her us them my your "
             "his our their what which who whom how when where why not no just very really too also there here can "
             "could will would should may might must about into over out up down off than more some any all like know "
             "think going get got go one thing things lot yeah okay right well um uh i'm you're we're they're that's "
             "don't there's i've"},
    WordList{word_kind::kEmotion,
             "love loved hate hated fear afraid scared scary terrified terrifying angry anger furious cry cried crying "
             "laugh laughed laughing hilarious funny happy happiness joy sad sadness grief heartbreaking heartbroken "
             "devastated devastating excited exciting thrilled amazing incredible unbelievable beautiful horrible "
             "terrible awful shocked shocking panic proud ashamed shame embarrassed embarrassing lonely hurt pain "
             "painful regret hope dream nightmare crazy insane wild wow tears worried anxious anxiety"},
    WordList{word_kind::kDangling,
             "and so yeah but that because which or then also like right well okay ok yes um uh no exactly sure"},
    WordList{word_kind::kReference,
             "it it's this that that's these those he they she there there's he's she's they're his her its their"},
    WordList{word_kind::kNumber,
             "two three four five six seven eight nine ten eleven twelve twenty thirty forty fifty sixty seventy "
             "eighty ninety hundred hundreds thousand thousands million millions billion billions trillion percent "
             "half quarter twice double triple dozen dollars euros pounds"},
    WordList{word_kind::kChat, "i i'm was he she they said um uh yeah like i've my me"},
};

using Table = std::unordered_map<std::string_view, std::uint32_t>;

Table table_of_lists() {
  Table table;
  for (const auto& list : kLists) {
    for (std::string_view rest = list.words; !rest.empty();) {
      const auto space = rest.find(' ');
      table[rest.substr(0, space)] |= list.kind;
      rest = space == std::string_view::npos ? std::string_view() : rest.substr(space + 1);
    }
  }
  return table;
}

}  // namespace

std::uint32_t kinds_of(std::string_view token) {
  static const Table kTable = table_of_lists();
  const auto found = kTable.find(token);
  return found == kTable.end() ? 0 : found->second;
}

}  // namespace podpromo
