namespace Octavo.Compiler;

/// <summary>What the user may set per model; equatable, since it is part of the incremental cache's key.</summary>
/// <param name="ClassName">The generated class, a valid C# identifier.</param>
/// <param name="Namespace">The generated class's namespace; empty for the global one.</param>
/// <param name="InputShapes">
/// <c>image:1x3x224x224,mask:1x128</c>; the shape follows the last colon of an entry, and a model with one input may leave the name out.
/// A dimension <c>1..128</c> or <c>&lt;=128</c> is a length that is chosen at run time. Null when not given.
/// </param>
/// <param name="InputValues">
/// <c>axes:0 -1,depth:10</c>; inputs that become constants of the given elements, row-major, and no longer are parameters. Null when not given.
/// </param>
public sealed record CompilerOptions(string ClassName, string Namespace = "", string? InputShapes = null, string? InputValues = null)
{
    /// <summary>The class with its namespace.</summary>
    public string FullName => Namespace.Length == 0 ? ClassName : $"{Namespace}.{ClassName}";
}
