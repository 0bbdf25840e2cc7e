/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "practice-trend-words.h"

static const PracticeTrendWord words[] = {
  { "pumpkin soup", "food_and_drinks", 42, 12 },
  { "sourdough starter", "food_and_drinks", 2, 8 },
  { "christmas cookies", "food_and_drinks", 49, 5 },
  { "one pot pasta", "food_and_drinks", -1, 22 },
  { "strawberry cake", "food_and_drinks", 23, 15 },
  { "picnic food", "food_and_drinks", 26, 4 },
  { "cinnamon buns", "food_and_drinks", 40, 31 },
  { "lunch box ideas", "food_and_drinks", 34, 18 },
  { "easter brunch", "food_and_drinks", 14, 3 },
  { "homemade ice cream", "food_and_drinks", 28, 27 },
  { "mulled apple juice", "food_and_drinks", 48, 44 },
  { "fermented vegetables", "food_and_drinks", 35, 63 },
  { "balcony garden", "gardening", 18, 35 },
  { "raised beds", "gardening", 13, 14 },
  { "dahlia bouquet", "gardening", 33, 52 },
  { "tomato trellis", "gardening", 22, 9 },
  { "spring bulbs", "gardening", 10, 6 },
  { "wildflower lawn", "gardening", 20, 120 },
  { "autumn planters", "gardening", 38, 17 },
  { "herb window sill", "gardening", -1, 11 },
  { "small kitchen shelves", "home_decor", -1, 26 },
  { "advent wreath", "home_decor", 47, 7 },
  { "reading corner", "home_decor", -1, 40 },
  { "linen curtains", "home_decor", 16, 21 },
  { "cosy bedroom", "home_decor", 44, 19 },
  { "gallery wall", "home_decor", -1, -6 },
  { "mushroom lamp", "home_decor", -1, 210 },
  { "easter table", "home_decor", 13, 2 },
  { "autumn wreath", "diy_and_crafts", 39, 24 },
  { "punch needle", "diy_and_crafts", -1, -18 },
  { "paper stars", "diy_and_crafts", 48, 33 },
  { "visible mending", "diy_and_crafts", -1, 75 },
  { "lino print", "diy_and_crafts", -1, 48 },
  { "halloween costume kids", "diy_and_crafts", 41, 9 },
  { "friendship bracelets", "diy_and_crafts", 25, 160 },
  { "capsule wardrobe", "womens_fashion", 36, 13 },
  { "linen dress", "womens_fashion", 24, 28 },
  { "winter coat outfit", "womens_fashion", 45, 16 },
  { "festival outfit", "womens_fashion", 27, 5 },
  { "loafers outfit", "womens_fashion", 37, 67 },
  { "linen shirt", "mens_fashion", 23, 20 },
  { "chore jacket", "mens_fashion", 40, 58 },
  { "short nails", "beauty", -1, 36 },
  { "autumn nails", "beauty", 39, 45 },
  { "curtain bangs", "beauty", -1, -12 },
  { "glass skin", "beauty", -1, 81 },
  { "wedding table plan", "wedding", 19, 10 },
  { "wildflower wedding", "wedding", 21, 39 },
  { "winter wedding", "wedding", 46, 4 },
  { "night train europe", "travel", 27, 95 },
  { "hut to hut hiking", "travel", 29, 41 },
  { "city trip autumn", "travel", 38, 8 },
  { "van conversion", "vehicles", 17, -9 },
  { "gravel bike", "sport", 20, 23 },
  { "cold water swimming", "sport", 1, 32 },
  { "pilates at home", "health", 1, 55 },
  { "meal plan", "health", 1, 12 },
  { "first day of school", "parenting", 33, 6 },
  { "rainy day games", "parenting", 43, 15 },
  { "cat shelves", "animals", -1, 29 },
  { "line tattoo", "art", -1, 34 },
  { "gouache landscape", "art", -1, 62 },
  { "tiny house plan", "architecture", -1, -4 },
  { "type poster", "design", -1, 18 },
  { "flash cards", "education", 20, 7 },
  { "desk setup", "electronics", -1, 25 },
  { "film night", "entertainment", 44, 11 },
  { "garden party", "event_planning", 25, 14 },
  { "saving challenge", "finance", 1, 88 },
  { "new year words", "quotes", 0, 3 },
  { "rain boots toddler", "childrens_fashion", 40, 9 },
};

guint
practice_n_trend_words (void)
{
  return G_N_ELEMENTS (words);
}

const PracticeTrendWord *
practice_trend_word (guint index)
{
  g_return_val_if_fail (index < G_N_ELEMENTS (words), NULL);
  return &words[index];
}
