namespace Octavo.Compiler;

/// <summary>The name under which a model's weights are embedded in the user's assembly: the generated code and the build agree on it here.</summary>
public static class WeightsResource
{
    public static string NameOf(CompilerOptions options) => $"Octavo.{options.FullName}.weights";
}
