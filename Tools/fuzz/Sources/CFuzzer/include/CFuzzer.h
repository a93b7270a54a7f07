#pragma once
#include <stddef.h>
#include <stdint.h>

/// Runs libFuzzer with this process's arguments; defined by its runtime.
int LLVMFuzzerRunDriver(int *_Nonnull argc, char *_Nullable *_Nonnull *_Nonnull argv,
                        int (*_Nonnull input)(const uint8_t *_Nullable bytes, size_t size));
