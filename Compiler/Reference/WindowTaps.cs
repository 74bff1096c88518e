using System.Linq;

namespace Octavo.Compiler.Reference;

/// <summary>
/// What a window sees from each output pixel: its taps that lie within the image, in row-major order of the kernel, and the input pixels under them.
/// </summary>
internal sealed class WindowTaps
{
    private readonly Window _window;
    private readonly int[] _input;
    private readonly int[] _output;

    public WindowTaps(Window window, Shape x, Shape y, bool channelsLast)
    {
        int first = channelsLast ? 1 : 2;
        _window = window;
        _input = [.. x.Dimensions.Skip(first).Take(window.SpatialRank)];
        _output = [.. y.Dimensions.Skip(first).Take(window.SpatialRank)];
        KernelSize = window.Kernel.Aggregate(1, (product, size) => product * size);
        Tap = new int[KernelSize];
        Pixel = new int[KernelSize];
    }

    public int KernelSize { get; }

    /// <summary>How many taps lie within the image.</summary>
    public int Count { get; private set; }

    /// <summary>How many taps lie within the image and its padding; the last window of a ceil-mode pool may reach beyond.</summary>
    public int PaddedCount { get; private set; }

    /// <summary>The kernel positions of the first <see cref="Count"/> taps.</summary>
    public int[] Tap { get; }

    /// <summary>The input pixels under them.</summary>
    public int[] Pixel { get; }

    public void MoveTo(int outputPixel)
    {
        Count = 0;
        PaddedCount = 0;
        for (int tap = 0; tap < KernelSize; tap++)
        {
            bool inside = true;
            bool padded = true;
            int pixel = 0;
            int stride = 1;
            for (int axis = _window.SpatialRank - 1, p = outputPixel, k = tap; axis >= 0; axis--)
            {
                int index = (p % _output[axis] * _window.Strides[axis]) + (k % _window.Kernel[axis] * _window.Dilations[axis]) - _window.PadsBegin[axis];
                inside &= index >= 0 && index < _input[axis];
                padded &= index < _input[axis] + _window.PadsEnd[axis];
                pixel += index * stride;
                stride *= _input[axis];
                p /= _output[axis];
                k /= _window.Kernel[axis];
            }

            PaddedCount += padded ? 1 : 0;
            if (inside)
            {
                Tap[Count] = tap;
                Pixel[Count++] = pixel;
            }
        }
    }
}
