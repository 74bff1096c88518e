namespace Octavo.Runtime;

/// <summary>How many bits a code has, as a type, so that shifts and masks are constants.</summary>
internal interface ICodeBits
{
    static abstract int Bits { get; }
}

internal readonly struct Bits2 : ICodeBits
{
    public static int Bits => 2;
}

internal readonly struct Bits4 : ICodeBits
{
    public static int Bits => 4;
}

internal readonly struct Bits8 : ICodeBits
{
    public static int Bits => 8;
}
