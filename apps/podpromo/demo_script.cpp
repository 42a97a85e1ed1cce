#include "demo_script.hpp"

namespace podpromo {

namespace {

constexpr auto kHost = ScriptLine::Voice::host;
constexpr auto kGuest = ScriptLine::Voice::guest;

constexpr ScriptLine kScript[] = {
    {kHost, 0.5, "Welcome back to The Long Way Round."},
    {kHost, 0.5, "My name is Anna, and today my guest is Thomas. He is a bee keeper, and at night he is a baker."},
    {kGuest, 0.7, "Thank you for having me. I slept very little, so be gentle."},
    {kHost, 0.6, "Let us begin with the honey bees."},
    {kHost, 0.6, "When a swarm leaves the hive, who decides where it will go?"},
    {kGuest, 0.4, "Nobody decides. That is the part people never believe."},
    {kGuest, 0.4, "There are about three hundred scouts, and each of them argues with her whole body."},
    {kGuest, 0.4, "She dances for the place she found, and the better the place, the longer she dances."},
    {kGuest, 0.4, "The secret is that every scout gets tired, even the one who is right."},
    {kGuest, 0.7,
     "So a bad idea always dies first, and the best idea is the only one that is still dancing at the end."},
    {kHost, 0.4, "That is better than most meetings I have been to."},
    {kGuest, 0.8, "It is better than all of them. And nobody brings slides."},
    {kHost, 0.5, "What was the biggest mistake you made in your first year?"},
    {kGuest, 0.4, "I helped too much. I opened the hive every single day, because I was afraid."},
    {kGuest, 0.4,
     "Every time you open a hive, you let out the heat, and it takes them a whole day to make it warm again."},
    {kGuest, 0.4, "I lost forty percent of my bees that winter, and every one of them had honey left."},
    {kGuest, 0.4, "They did not need food. They needed me to leave them alone."},
    {kGuest, 0.8, "The most important lesson of my life is that care and control are not the same thing."},
    {kHost, 0.5, "Before we go on, a word from our sponsor."},
    {kHost, 0.3, "This episode is brought to you by Brightmug, the coffee mug that stays warm for six hours."},
    {kHost, 0.3, "Go to brightmug dot com and use the promo code LONGWAY for twenty percent off your first order."},
    {kHost, 0.3, "Sign up today for free shipping. Terms and conditions apply."},
    {kHost, 0.9, "That is brightmug dot com, promo code LONGWAY, for twenty percent off."},
    {kHost, 0.6, "Now let us talk about baking. You start to work at two in the morning. Why would anybody do that?"},
    {kGuest, 0.4, "Because a loaf of bread does not care when you want to sleep."},
    {kGuest, 0.4,
     "The dough is alive, and it is ready when it is ready. You can not hurry it, and you can not make it wait."},
    {kGuest, 0.4, "My doctor asked me if I ever count sheep. I said no, I count loaves, and then I have to bake them."},
    {kHost, 0.7, "That is a terrible joke, and I am keeping it in."},
    {kHost, 0.5, "So what is the one thing that people who bake at home get wrong?"},
    {kGuest, 0.4, "Time. Everybody thinks that the flour is the secret, or the oven, or some special yeast."},
    {kGuest, 0.4, "The truth is that you can make great bread with cheap flour, if you give it eighteen hours."},
    {kGuest, 0.4, "And you can never make great bread in one afternoon, no matter how much money you spend."},
    {kGuest, 0.4, "When you wait, the dough does the work for you. Flavour is just time that you can taste."},
    {kHost, 0.7, "I want to have that on a wall in my kitchen."},
    {kHost, 0.5, "And what should somebody do who wants to start tomorrow?"},
    {kGuest, 0.4,
     "You should buy nothing. Most people give up because they buy too many tools before they bake one loaf."},
    {kGuest, 0.4, "You need flour, water, salt and a pot with a lid. Everything else is decoration."},
    {kGuest, 0.4, "Your first loaf will be flat, and your second loaf will be a little less flat."},
    {kGuest, 0.8, "Somewhere around the tenth loaf you stop reading the recipe, and that is when you become a baker."},
    {kHost, 0.5, "Do the bees and the bread have anything in common?"},
    {kGuest, 0.4, "Everything. In both of them, millions of small lives do the work, and you only set the stage."},
    {kGuest, 0.4, "You choose a good place, you keep it warm, and then you take your hands away."},
    {kGuest, 0.4,
     "If you remember one thing from today, remember this. The hardest skill is to do nothing at the right moment."},
    {kGuest, 0.8, "That is why I trust my honey bees more than any plan, and my sourdough more than any alarm clock."},
    {kHost, 0.5, "Thomas, thank you for staying awake with us."},
    {kGuest, 0.6, "Thank you. I am going to bed. It is eleven in the morning."},
};

}  // namespace

std::span<const ScriptLine> demo_script() { return kScript; }

}  // namespace podpromo
