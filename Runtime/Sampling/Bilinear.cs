using System;
using System.Runtime.CompilerServices;

namespace Octavo.Runtime;

/// <summary>The four pixels around a point of an image and their weights.</summary>
internal unsafe struct Bilinear
{
    private int _topLeft;
    private int _topRight;
    private int _bottomLeft;
    private int _bottomRight;
    private float _a;
    private float _b;
    private float _c;
    private float _d;

    /// <summary>Beyond the edge lie zeros.</summary>
    public static Bilinear WithZeros(float y, float x, int height, int width)
    {
        if (!(y > -1 && y < height && x > -1 && x < width))
        {
            return Nothing;
        }

        int top = (int)MathF.Floor(y), left = (int)MathF.Floor(x), bottom = top + 1 < height ? top + 1 : -1, right = left + 1 < width ? left + 1 : -1;
        return Of(top, left, bottom, right, width, y - top, x - left);
    }

    /// <summary>Beyond the edge lie copies of it, and zeros from more than one pixel outside on.</summary>
    public static Bilinear WithEdges(float y, float x, int height, int width)
    {
        if (!(y >= -1 && y <= height && x >= -1 && x <= width))
        {
            return Nothing;
        }

        y = y < 0 ? 0 : y > height - 1 ? height - 1 : y;
        x = x < 0 ? 0 : x > width - 1 ? width - 1 : x;
        int top = (int)y, left = (int)x;
        return Of(top, left, Math.Min(top + 1, height - 1), Math.Min(left + 1, width - 1), width, y - top, x - left);
    }

    /// <summary>The sum of the four weighted pixels, from the top left to the bottom right.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly float Sum(float* image) =>
        (_a * At(image, _topLeft)) + (_b * At(image, _topRight)) + (_c * At(image, _bottomLeft)) + (_d * At(image, _bottomRight));

    /// <summary>The largest of the four weighted pixels.</summary>
    public readonly float Largest(float* image) => Larger(
        Larger(Larger(_a * At(image, _topLeft), _b * At(image, _topRight)), _c * At(image, _bottomLeft)), _d * At(image, _bottomRight));

    /// <summary>b if it is greater, otherwise a.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Larger(float a, float b) => b > a ? b : a;

    private static Bilinear Nothing => new() { _topLeft = -1, _topRight = -1, _bottomLeft = -1, _bottomRight = -1 };

    private static Bilinear Of(int top, int left, int bottom, int right, int width, float down, float across) => new()
    {
        _topLeft = Offset(top, left, width),
        _topRight = Offset(top, right, width),
        _bottomLeft = Offset(bottom, left, width),
        _bottomRight = Offset(bottom, right, width),
        _a = (1 - down) * (1 - across),
        _b = (1 - down) * across,
        _c = down * (1 - across),
        _d = down * across,
    };

    private static int Offset(int row, int column, int width) => row < 0 || column < 0 ? -1 : (row * width) + column;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float At(float* image, int offset) => offset < 0 ? 0 : image[offset];
}
