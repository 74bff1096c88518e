using System.Text;

namespace Octavo.Compiler;

/// <summary>Prints a graph, one node a line, for people and for tests.</summary>
public static class GraphPrinter
{
    public static string Print(Graph graph)
    {
        var text = new StringBuilder();
        foreach (Value input in graph.Inputs)
        {
            text.Append("input ").Append(input).Append('\n');
        }

        foreach (Node node in graph.Nodes)
        {
            text.Append(node).Append('\n');
        }

        foreach (GraphOutput output in graph.Outputs)
        {
            text.Append("output ").Append(output.Name).Append(" = ").Append(output.Value).Append('\n');
        }

        return text.ToString();
    }
}
