using System.Runtime.CompilerServices;

// Kernels write every element of their scratch buffers before they read it.
[module: SkipLocalsInit]
