#include "moments/ad_cues.hpp"

#include <array>
#include <unordered_set>

#include "moments/phrases.hpp"

namespace podpromo {

namespace {

constexpr std::size_t kMostOfAKind = 2;

const std::array<Phrases, 6>& kinds_of_cue() {
  static const std::array<Phrases, 6> kKinds{
      // openers
      Phrases({"brought to you by", "presented/powered/supported by", "made possible by", "support for/comes",
               "sponsor", "sponsors", "sponsored", "sponsoring", "our partner/partners/friends at",
               "thanks/thank to our", "thank you to our", "word from our", "message from"}),
      // addresses
      Phrases({"<url>", "dot com", "slash *", "at * dot"}),
      // codes
      Phrases(
          {"promo code", "use/with/enter/offer/discount code", "code * at/for/to", "at checkout", "coupon", "coupons"}),
      // offers
      Phrases({"free trial/shipping/month/quote/demo/returns/consultation", "for free", "percent/<num>/<num>% off",
               "off your first/next", "first month/order/purchase/<num>", "money back", "money-back", "limited time",
               "limited-time", "sign up", "special offer/offers", "save up to", "save <num>/<num>%", "save $*",
               "discount", "discounts", "deal", "deals", "cashback"}),
      // calls to action
      Phrases({"visit", "go to", "head to", "check out", "learn more", "find out more", "try it", "try * for/at/today",
               "download", "get started", "start your/now", "shop/order now", "call", "text",
               "available now/at/on/wherever", "listen to/on/wherever", "wherever you get/listen", "today at"}),
      // small print
      Phrases({"terms apply",
               "terms and conditions apply",
               "restrictions apply",
               "member fdic",
               "equal housing",
               "side effects",
               "ask your doctor",
               "subject to",
               "not available in",
               "must be",
               "<num> and/or over",
               "see site/store for",
               "nmls*",
               "void where",
               "licensed",
               "results may vary",
               "exclusions",
               "eligib*",
               "nicotine",
               "gambling"}),
  };
  return kKinds;
}

// A recogniser that loses its way says the same few words over and over: "promo code, discount code, discount code".
bool is_garbage(std::span<const std::string> tokens) {
  if (tokens.size() < 8) return false;
  const std::unordered_set<std::string_view> different(tokens.begin(), tokens.end());
  return static_cast<double>(different.size()) < 0.4 * static_cast<double>(tokens.size());
}

}  // namespace

std::size_t ad_cues_in(std::span<const std::string> ad_tokens) {
  if (is_garbage(ad_tokens)) return 0;
  std::size_t cues = 0;
  for (const auto& kind : kinds_of_cue()) cues += kind.count(ad_tokens, kMostOfAKind);
  return cues;
}

bool opens_an_ad(std::span<const std::string> ad_tokens) {
  static const Phrases kOpeners({"brought to you by", "brought to you today by", "is/are sponsored by",
                                 "support for comes from", "support for * comes from", "support for * * comes from",
                                 "support for * * * comes from", "support for * * * * comes from",
                                 "support for * * * * * comes from", "today's sponsor/sponsors", "word from our",
                                 "our sponsor/sponsors", "presented by", "supported by", "message from"});
  return kOpeners.found_in(ad_tokens);
}

bool goes_back_to_talk(std::span<const std::string> ad_tokens) {
  static const Phrases kReturns({"let us talk", "let's talk", "let us/let's get back", "let us/let's go back",
                                 "back to the show/episode/interview/conversation", "back to our", "and we're back",
                                 "we're back", "we are back", "welcome back"});
  return kReturns.found_in(ad_tokens);
}

bool is_promotional(std::span<const std::string> ad_tokens) {
  static const Phrases kPromotion({"brought to you by", "sponsor*", "promo code", "<url>", "sign up", "free trial",
                                   "today's episode is", "check out", "percent off", "learn more at", "go to <url>",
                                   "get started"});
  return kPromotion.found_in(ad_tokens);
}

}  // namespace podpromo
