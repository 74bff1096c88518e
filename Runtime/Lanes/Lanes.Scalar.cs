using System;
using System.Runtime.CompilerServices;

namespace Octavo.Runtime;

/// <summary>One lane.</summary>
internal readonly unsafe struct ScalarLanes : ILanes<int, float>
{
    public static int Count => 1;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Create(int value) => value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Create(float value) => value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Load(int* address) => *address;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Load(float* address) => *address;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(int* address, int value) => *address = value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(float* address, float value) => *address = value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int LoadCodes(byte* address) => *address;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreCodes(byte* address, int codes) => *address = (byte)codes;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreSaturated(byte* address, int first, int second, int third, int fourth, int zeroPoints, int lows, int highs)
    {
        address[0] = Saturate(first, zeroPoints, lows, highs);
        address[1] = Saturate(second, zeroPoints, lows, highs);
        address[2] = Saturate(third, zeroPoints, lows, highs);
        address[3] = Saturate(fourth, zeroPoints, lows, highs);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Add(int left, int right) => left + right;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Subtract(int left, int right) => left - right;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Multiply(int left, int right) => left * right;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int MaxBytes(int left, int right) => Math.Max(left, right);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Sum(int value) => value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float ToFloat(int value) => value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Round(float value) => (int)MathF.Round(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int RoundSaturated(float value) => (int)MathF.Round(Math.Clamp(Max(value, -32768f), -32768f, 32767f));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Add(float left, float right) => left + right;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Multiply(float left, float right) => left * right;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Divide(float left, float right) => left / right;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float FusedMultiplyAdd(float a, float b, float c) => MathF.FusedMultiplyAdd(a, b, c);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Max(float left, float right) => left > right ? left : right;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Min(float left, float right) => left < right ? left : right;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static byte Saturate(int code, int zeroPoints, int lows, int highs) => (byte)Math.Clamp((long)code + (zeroPoints & 0xFF), lows & 0xFF, highs & 0xFF);
}
