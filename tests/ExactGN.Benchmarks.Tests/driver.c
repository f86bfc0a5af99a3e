/* Stands in for NVIDIA's driver: the prototypes of cuda.h, with the host's clock as the device's. */
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

typedef struct { double at; } *CUevent;

static double milliseconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * 1e3 + now.tv_nsec / 1e6;
}

int cuEventCreate(CUevent *event, unsigned int flags) { *event = calloc(1, sizeof **event); return flags; }

int cuEventRecord(CUevent event, void *stream) { event->at = milliseconds(); return stream ? 400 : 0; }

int cuEventSynchronize(CUevent event) { return event->at > 0 ? 0 : 400; }

int cuEventElapsedTime(float *ms, CUevent start, CUevent end) { *ms = (float)(end->at - start->at); return 0; }

int cuEventDestroy_v2(CUevent event) { free(event); return 0; }

int cuMemGetInfo_v2(size_t *free_bytes, size_t *total)
{
    *free_bytes = (size_t)60 << 30;
    *total = (size_t)80 << 30;
    return 0;
}

int cuDeviceGetName(char *name, int length, int device) { strncpy(name, "Stub GPU", length); return device; }

int cuDriverGetVersion(int *version) { *version = 12080; return 0; }
