namespace Octavo.Runtime;

/// <summary>How many bits a code has, as a type, so that shifts and masks are constants.</summary>
internal interface ICodeBits
{
    static abstract int Bits { get; }

    /// <summary>All blocks have the same zero point, and codes four bits: the differences are looked up.</summary>
    static abstract bool HaveOneZero { get; }
}

internal readonly struct Bits2 : ICodeBits
{
    public static int Bits => 2;

    public static bool HaveOneZero => false;
}

internal readonly struct Bits4 : ICodeBits
{
    public static int Bits => 4;

    public static bool HaveOneZero => false;
}

internal readonly struct Bits4OneZero : ICodeBits
{
    public static int Bits => 4;

    public static bool HaveOneZero => true;
}

internal readonly struct Bits8 : ICodeBits
{
    public static int Bits => 8;

    public static bool HaveOneZero => false;
}
