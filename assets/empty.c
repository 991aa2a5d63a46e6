/* */
typedef int assets_empty;
